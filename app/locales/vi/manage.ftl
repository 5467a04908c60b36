nav-throughput = Theo dõi kết quả
nav-report = Báo cáo II.06a
nav-screens = Màn hình
nav-notices = Thông báo
nav-playback = Bảng đã hiển thị
nav-alarms = Cảnh báo
