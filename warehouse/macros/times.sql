-- One value: how often something happened, in words.
create macro times(number) as
case number
    when 1 then 'once'
    when 2 then 'twice'
    else number || ' times'
end
