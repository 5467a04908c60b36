receiving-agency-hint = Mã hồ sơ và hạn trả kết quả tính theo cơ quan, đơn vị này. Lưu rồi không đổi được.
receiving-agency-choose = Chọn cơ quan, đơn vị
receiving-agency-next = Tiếp tục
receiving-agency-other = Chọn cơ quan, đơn vị khác
receiving-agency-missing = Hãy chọn cơ quan, đơn vị tiếp nhận hồ sơ.
receiving-agency-strange = Bạn không tiếp nhận hồ sơ cho cơ quan, đơn vị này. Hãy chọn nơi khác.
