audit-alarm-muted = Tắt tiếng cảnh báo
