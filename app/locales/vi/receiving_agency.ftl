counter-agency-hint = Mã hồ sơ và hạn trả kết quả tính theo cơ quan, đơn vị này. Lưu rồi không đổi được.
counter-agency-choose = Chọn cơ quan, đơn vị
counter-agency-next = Tiếp tục
counter-agency-other = Chọn cơ quan, đơn vị khác
counter-agency-missing = Hãy chọn cơ quan, đơn vị tiếp nhận hồ sơ.
counter-agency-strange = Bạn không tiếp nhận hồ sơ cho cơ quan, đơn vị này. Hãy chọn nơi khác.
