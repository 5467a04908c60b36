product = Sảnh
back-to-board = Về bảng kết quả
skip-to-content = Đến nội dung chính

fault-not-found = Không có trang này
fault-not-found-text = Có thể địa chỉ đã gõ sai, hoặc trang đã được chuyển đi nơi khác.
fault-invalid = Không đọc được địa chỉ
fault-invalid-text = Không đọc được giá trị của “{ $parameter }” trong địa chỉ.
fault-unavailable = Tạm thời chưa có số liệu
fault-unavailable-text = Máy chủ đang khởi động hoặc chưa kết nối được cơ sở dữ liệu. Trang này sẽ tự thử lại.
fault-not-written = Chưa lưu được
not-written-disk = Chưa lưu gì: đĩa của máy chủ đã đầy hoặc không ghi được. Nội dung vừa nhập còn nguyên ở trang này. Hãy báo người vận hành máy chủ, rồi gửi lại sau.
not-written-clock = Chưa lưu gì: đồng hồ của máy chủ đang sai, nên không thể ghi đúng thời gian. Nội dung vừa nhập còn nguyên ở trang này. Hãy báo người vận hành máy chủ, rồi gửi lại sau.
fault-internal = Đã xảy ra lỗi
fault-internal-text = Lỗi thuộc về hệ thống và đã được ghi nhận. Xin vui lòng thử lại sau.
fault-forbidden = Không được phép xem
fault-forbidden-text = Tài khoản của bạn không có quyền dùng trang này.
fault-unprotected = Chỉ mở qua HTTPS
fault-unprotected-text = Trang này nhận mật khẩu hoặc hồ sơ của công dân nên chỉ mở qua HTTPS. Trong mạng riêng của trung tâm, người vận hành có thể mở bằng thiết lập allow_plain_http.
fault-untrusted-proxy = Máy chủ trung gian chưa được khai báo
fault-untrusted-proxy-text = Yêu cầu đi qua một máy chủ trung gian (proxy) mà hệ thống chưa biết. Hãy báo người vận hành khai báo địa chỉ của máy đó trong thiết lập trusted_proxy.
fault-signed-out = Phiên làm việc đã hết
fault-signed-out-text = Chưa lưu gì. Hãy đăng nhập lại, rồi bấm nút quay lại của trình duyệt để lấy nội dung vừa nhập.
fault-refused = Yêu cầu không được chấp nhận
fault-refused-text = Yêu cầu này không được gửi từ một trang của hệ thống.
fault-too-large = Nội dung quá lớn
fault-too-large-text = Yêu cầu vượt quá giới hạn cho phép.
fault-control = Có ký tự không dùng được
fault-control-text = Ô “{ $field }” có ký tự điều khiển không nhìn thấy được, thường do dán từ phần mềm khác.
fault-late = Nội dung đến quá chậm
fault-late-text = Máy chủ không nhận đủ nội dung trong thời gian cho phép. Hãy quay lại và gửi lại.
fault-slow = Máy chủ chưa trả lời kịp
fault-slow-text = Việc này lâu hơn thời gian cho phép. Xin vui lòng thử lại sau giây lát.
resend-nothing-saved = Chưa lưu gì. Nội dung vừa nhập vẫn được giữ ở đây.
resend-once = Chưa rõ nội dung đã được lưu hay chưa. Hãy bấm nút dưới đây: nếu đã lưu, kết quả sẽ hiện ra; nếu chưa, nội dung được lưu đúng một lần.
resend-check = Nội dung vừa nhập vẫn được giữ ở đây, nhưng cũng có thể đã được lưu. Hãy kiểm tra ở một cửa sổ khác trước khi gửi lại.
resend-button = Gửi lại
resend-typed = Nội dung đã nhập
resend-clean-button = Bỏ các ký tự đó và gửi lại
fault-busy = Máy chủ đang bận
fault-busy-text = Có quá nhiều yêu cầu cùng lúc. Xin vui lòng thử lại sau giây lát.
fault-too-much-read = Đã xem quá nhiều thông tin cá nhân
fault-too-much-read-text = Trong một giờ qua bạn đã mở hoặc tìm nhiều thông tin người nộp đến mức cho phép. Hãy đợi rồi thử lại. Nếu công việc cần nhiều hơn, báo quản trị viên; việc này đã được ghi nhật ký và cảnh báo.

waiting-title = Màn hình này chưa được thiết lập
waiting-text = Chưa có màn hình nào tên là “{ $name }”. Trang này tiếp tục hỏi và sẽ hiện bảng ngay khi màn hình được thiết lập.

starting-title = Bảng kết quả sắp sẵn sàng
starting-text = Máy chủ đang khởi động. Trang này tiếp tục hỏi và sẽ hiện bảng ngay khi có số liệu.

errors-title = Có chỗ cần sửa
nav-title = Các trang
nav-worklist = Danh sách việc
nav-account = Tài khoản
nav-sign-out = Đăng xuất
nav-receive = Tiếp nhận

