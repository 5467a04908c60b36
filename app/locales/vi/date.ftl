language-name = Tiếng Việt

weekday = { $weekday ->
    [1] Thứ Hai
    [2] Thứ Ba
    [3] Thứ Tư
    [4] Thứ Năm
    [5] Thứ Sáu
    [6] Thứ Bảy
   *[7] Chủ nhật
}

month = tháng { $month }

date-in-words = { $weekday }, { $day } { $month }, { $year }

period-today = Hôm nay
period-month = { $month }
period-month-of-year = { $month } năm { $year }
period-quarter = Quý { $quarter } năm { $year }
period-half-year-first = 6 tháng đầu năm { $year }
period-half-year-second = 6 tháng cuối năm { $year }
period-year = Năm { $year }
period-day = Ngày { $date }
period-range = Từ { $from } đến { $to }
period-government = Kỳ báo cáo từ { $from } đến { $to }

working-under-minute = dưới 1 phút
working-minutes = { $minutes } phút làm việc
working-hours = { $hours } giờ làm việc
working-hours-minutes = { $hours } giờ { $minutes } phút làm việc
working-days = { $days } ngày làm việc
working-days-hours = { $days } ngày { $hours } giờ làm việc
minutes = { $minutes } phút
hours = { $hours } giờ
hours-minutes = { $hours } giờ { $minutes } phút
days = { $days } ngày
days-hours = { $days } ngày { $hours } giờ
working-day-is = 1 ngày làm việc = 8 giờ làm việc.

typed-day-label = Ngày
typed-time-label = Giờ
typed-day = Ví dụ: 27/11/2026.
typed-moment = Ví dụ: 27/11/2026, 17:00.
