-- One value: reasons with the weightiest three as they are and the rest in one, so that their points still add up.
create macro weightiest(reasons) as
case
    when len(reasons) > 4
        then
            list_append(
                list_reverse_sort(reasons)[:3],
                {
                    'points': list_sum(list_transform(list_reverse_sort(reasons)[4:], lambda reason: reason['points'])),
                    'what': 'all else',
                    'interactions': cast(
                        list_sum(
                            list_transform(list_reverse_sort(reasons)[4:], lambda reason: reason['interactions'])
                        ) as integer
                    )
                }
            )
    else list_reverse_sort(reasons)
end
