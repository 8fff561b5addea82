-- One value: what the weights of a stream are worth: their sum, or for a recurring event
-- peak * log2(1 + total / peak), where peak is the greatest of them.
create macro stream_worth(total, peak, is_series) as
case
    when not is_series then total
    when peak > 0 then peak * log2(1 + total / peak)
    else 0
end
