title = Tổng hợp kết quả xử lý hồ sơ

in-time = Đúng và trước hạn
late = Quá hạn
pending = Đang giải quyết
early = trước hạn
on-time = đúng hạn
late-part = quá hạn
within = trong hạn
overdue = quá hạn
paused = tạm dừng, chờ bổ sung
received = tiếp nhận
resolved = giải quyết

of-resolved = số hồ sơ đã giải quyết
rate-words = hồ sơ đã giải quyết là đúng và trước hạn

change-more = tăng { $count }
change-fewer = giảm { $count }
change-same = không đổi
change-against = so với { $basis }
same-days-of = cùng kỳ { $period }
whole-day = ngày { $date }
basis-day = cả ngày { $date }
basis-period = { $days } ngày làm việc đầu của { $period }
change-none = chưa đủ một ngày làm việc để so sánh

chart-title = Tiếp nhận và giải quyết, { $days } ngày làm việc
chart-description = Từ { $from } đến { $to }: tiếp nhận { $received }, giải quyết { $resolved } hồ sơ; nhiều nhất trong một ngày: tiếp nhận { $received_peak }, giải quyết { $resolved_peak }.
today = hôm nay đến giờ
on-day = ngày { $date }
chart-unfinished = Hôm nay chưa hết ngày.
column-day = Ngày

table-caption = Theo lĩnh vực, { $period }
column-field = Lĩnh vực
column-received = Tiếp nhận
column-early = Trước hạn
column-on-time = Đúng hạn
column-late = Quá hạn
column-pending = Đang giải quyết
column-rate = Tỷ lệ
column-handling = 80% hồ sơ giải quyết trong
total = Tất cả lĩnh vực
total-some = Các lĩnh vực nêu tên
other-fields = Lĩnh vực khác
quiet-fields = { $count } lĩnh vực không phát sinh hồ sơ
beyond-fields = lĩnh vực nữa không đủ chỗ hiện

qr-title = Xem trên điện thoại
qr-text = Quét mã để xem bảng này và tải dữ liệu mở.

small-print-instant = Đúng hạn: có kết quả không muộn hơn giờ hẹn trên giấy tiếp nhận.
small-print-day = Đúng hạn: có kết quả không muộn hơn ngày hẹn trên giấy tiếp nhận.
small-print-some = Chỉ tính các lĩnh vực được nêu tên.
small-print-days = Cùng kỳ: cùng số ngày làm việc.
small-print-source = Theo { $source }.
source = Biểu số II.06a/VPCP/KSTT, Thông tư 01/2020/TT-VPCP

fresh-live = Trực tiếp · cập nhật lúc
fresh-late = Chưa cập nhật từ
fresh-clock-wrong = Giờ máy chủ đang sai · số liệu chưa đúng
fresh-lost = Mất liên lạc · số liệu lúc
page = Trang
preview = Xem trước
playback = Xem lại
emergency = Thông báo khẩn
emergency-until = Đến { $time }
emergency-until-day = Đến { $time } ngày { $date }

figures-at = Số liệu lúc { $time }, { $date }
summary-heading = Tóm tắt
fields-heading = Theo lĩnh vực
chart-heading = Theo ngày
definitions-heading = Cách tính các số liệu
data-heading = Dữ liệu mở
periods-label = Kỳ
languages-label = Ngôn ngữ
chart-as-table = Xem số liệu từng ngày
received-in-period = Tiếp nhận trong kỳ
received-parts = trực tuyến { $online }; trực tiếp, bưu chính { $direct }
carried-over = Từ kỳ trước chuyển sang
resolved-in-all = Đã giải quyết
rate = Tỷ lệ đúng và trước hạn
handling = 80% hồ sơ giải quyết trong
ended-otherwise = Kết thúc khác
ended-parts = rút hồ sơ { $withdrawn }, không đủ điều kiện { $ineligible }
identity = Tiếp nhận + kỳ trước chuyển sang = đã giải quyết + đang giải quyết + kết thúc khác.
definition-instant = Đúng và trước hạn: có kết quả không muộn hơn giờ hẹn trên giấy tiếp nhận. Trước hạn: có kết quả trước ngày hẹn.
definition-day = Đúng và trước hạn: có kết quả không muộn hơn ngày hẹn trên giấy tiếp nhận. Trước hạn: có kết quả trước ngày hẹn.
definition-rate = Tỷ lệ: số hồ sơ đúng và trước hạn trên tổng số hồ sơ đã giải quyết trong kỳ.
definition-pending = Đang giải quyết: đã tiếp nhận, chưa kết thúc. Thời gian chờ bổ sung giấy tờ hoặc chờ nộp phí, lệ phí không tính vào thời hạn.
definition-handling = 80% hồ sơ giải quyết trong: thời gian làm việc đủ để giải quyết xong 80% số hồ sơ; 1 ngày làm việc = 8 giờ làm việc.
definition-other = Lĩnh vực khác: các lĩnh vực ít hồ sơ và lĩnh vực nhạy cảm được gộp chung để bảo vệ dữ liệu cá nhân.
definition-some = Chỉ tính các lĩnh vực được nêu tên, để bảo vệ dữ liệu cá nhân.
definition-source = Số liệu theo { $source }.
data-text = Số liệu của trang này dưới dạng dữ liệu mở:
