help-title = Trợ giúp
help-lead = Mỗi trang nói về một việc, theo đúng các từ trên màn hình.
help-of-room = Trợ giúp cho trang này
help-find = Tìm trong trợ giúp
help-find-hint = Gõ vài từ, có dấu hay không dấu đều được.
help-find-button = Tìm
help-find-clear = Xem tất cả
help-found = { NUMBER($count) } trang có “{ $typed }”.
help-found-none = Không có trang nào có “{ $typed }”. Hãy thử ít từ hơn.
help-citizens = Người dân, tổ chức
help-staff = Cán bộ
help-managers = Lãnh đạo
help-administrators = Quản trị viên
help-steps = Các bước
help-open = Mở trang này
help-others = Việc khác
help-back = Tất cả trợ giúp

help-board = Đọc bảng kết quả
help-board-steps =
    Mở bảng bằng cách quét mã QR ở góc màn hình sảnh, hoặc vào địa chỉ của trung tâm.
    Chọn kỳ cần xem: hôm nay, tháng này hoặc năm nay.
    “{ in-time }” là số hồ sơ có kết quả không muộn hơn giờ hẹn; “{ late }” là số có kết quả muộn hơn.
    “{ pending }” là số hồ sơ đã nhận mà chưa xong, gồm cả hồ sơ đang chờ người nộp bổ sung.
    “{ handling }” cho biết phần lớn hồ sơ thực sự mất bao lâu.
    Cách tính từng con số nằm ở mục “{ definitions-heading }” cuối trang.
help-follow = Tra cứu hồ sơ đã nộp
help-follow-steps =
    Lấy giấy hẹn đã nhận khi nộp hồ sơ.
    Dùng điện thoại quét mã QR trên giấy; hoặc mở trang tra cứu rồi nhập mã hồ sơ và “{ slip-pin }”.
    Trang cho biết hồ sơ đang ở bước nào, cơ quan nào, hẹn trả khi nào. Trang không hiện tên ai.
    Hãy giữ kín mã hồ sơ và “{ slip-pin }”: ai có cả hai thì xem được.
help-tell = Nhận tin khi hồ sơ thay đổi
help-tell-steps =
    Tra cứu hồ sơ trên điện thoại hoặc máy tính của mình, rồi bấm “{ tell-button }” dưới thông tin hồ sơ.
    Nhập địa chỉ email hoặc số điện thoại, đánh dấu đồng ý rồi gửi. Cách nào trung tâm không gửi được thì không hiện ra.
    Qua email: mở đường dẫn trong thư trong vòng một ngày và bấm nút trên trang. Qua điện thoại: nhập 6 chữ số trong tin nhắn.
    Từ đó mỗi thay đổi đều có tin. Tin không nêu tên ai, không nêu hồ sơ nào: hãy tra cứu bằng giấy hẹn.
    Muốn dừng, mở đường dẫn trong một tin bất kỳ và bấm nút. Địa chỉ bị xóa ngay khi đó.
help-slip = Giữ giấy hẹn, và khi bị mất giấy
help-slip-steps =
    Kiểm tra tên, giấy tờ đã nộp và giờ hẹn trên giấy ngay tại quầy.
    Giữ giấy đến khi nhận kết quả; có thể chụp ảnh lại cho mình.
    Nếu mất giấy, mang giấy tờ tùy thân đến quầy đã nộp và xin in lại.
    Giấy in lại có “{ slip-pin }” mới; mã trên giấy cũ hết hiệu lực.
help-prepare = Chuẩn bị hồ sơ trước khi đến
help-prepare-steps =
    Tìm thủ tục theo tên hoặc theo việc muốn làm, có dấu hay không dấu đều được.
    Xem các giấy tờ phải nộp, thời hạn giải quyết và phí, lệ phí.
    Chuẩn bị đủ giấy tờ; tải sẵn mẫu đơn nếu có.
    Xem các ngày nghỉ sắp tới để không đến nhằm ngày đóng cửa.
    Nếu thủ tục nộp được trực tuyến, có thể nộp ở nhà.
help-more-papers = Khi được yêu cầu bổ sung giấy tờ
help-more-papers-steps =
    Tra cứu hồ sơ để xem cần bổ sung giấy tờ gì.
    Thời gian chờ bổ sung không tính vào thời hạn giải quyết; hẹn trả được dời thêm khi đã nhận đủ.
    Mang giấy tờ bổ sung cùng giấy hẹn đến quầy đã nộp.
    Giấy tờ chỉ được yêu cầu bổ sung một lần. Nếu bị yêu cầu lần nữa, hãy hỏi lý do bằng văn bản.
help-collect = Nhận kết quả
help-collect-steps =
    Tra cứu hồ sơ; khi trạng thái là “{ status-resolved }” thì có thể đến nhận.
    Mang giấy hẹn và giấy tờ tùy thân đến trong giờ làm việc.
    Nếu người khác nhận thay, cần giấy ủy quyền.
    Kiểm tra kết quả trước khi rời quầy: tên, số, ngày.
help-feedback = Đánh giá, phản ánh, kiến nghị
help-feedback-steps =
    Mở trang góp ý, hoặc dùng máy tính bảng ở quầy sau khi nhận kết quả.
    Chọn mức hài lòng; viết thêm nếu muốn. Có thể không nêu tên.
    Khi gửi phản ánh, giữ lại mã và số để xem trả lời.
    Đừng ghi thông tin cá nhân của người khác.
help-days-off = Xem ngày làm việc và ngày nghỉ
help-days-off-steps =
    Mở “{ days-title }” từ bảng kết quả.
    Mục “{ days-off-heading }” cho biết những ngày trung tâm đóng cửa sắp tới.
    Bảng bên dưới cho biết mỗi ngày làm việc trong năm có bao nhiêu phần trăm hồ sơ xong đúng và trước hạn.
help-my-data = Dữ liệu cá nhân của tôi
help-my-data-steps =
    Mở “{ privacy-title }” để biết trung tâm giữ những gì, để làm gì, bao lâu và ai xem được.
    Muốn có bản sao dữ liệu về mình, hoặc muốn xóa, mang giấy tờ tùy thân và mã hồ sơ đến quầy.
    Bản sao cho biết cả những ai đã mở hồ sơ của bạn và lúc nào.
    Hồ sơ đang giải quyết thì chưa xóa được; khi kết thúc đủ thời gian quy định, dữ liệu tự xóa.
help-open-data = Dùng số liệu của trung tâm
help-open-data-steps =
    Cuối bảng kết quả, mục “{ data-heading }” có số liệu dạng JSON và CSV.
    Trang của phường, xã có thể đặt thẻ nhỏ bằng hình ở địa chỉ /open/card.svg, hoặc lấy số liệu ở /open/card.json.
    Địa chỉ hình nhận thêm ?lang=en cho tiếng Anh và ?theme=dark cho nền tối.
    Số liệu được dùng theo điều khoản ghi trong tệp; ghi tên trung tâm là nguồn.

help-sign-in = Đăng nhập và giữ an toàn tài khoản
help-sign-in-steps =
    Mở trang “{ sign-in-title }”, nhập tên đăng nhập và mật khẩu.
    Lãnh đạo và quản trị viên nhập thêm mã 6 chữ số trên điện thoại, hoặc một mã dự phòng.
    Đổi mật khẩu ở “{ nav-account }”, mục “{ account-password }”.
    Nếu thấy phiên lạ trong “{ account-sessions }”, bấm “{ account-session-end }” rồi báo quản trị viên.
    Rời máy thì bấm “{ nav-sign-out }”.
help-receive = Tiếp nhận hồ sơ và in giấy hẹn
help-receive-steps =
    Bấm “{ nav-receive }”, gõ mã hoặc vài từ ở ô “{ receive-find }” rồi chọn thủ tục.
    Xem giờ hẹn trả sẽ được cấp trước khi nhận.
    Điền “{ receive-applicant }”: tên là bắt buộc, còn lại nếu người nộp muốn được báo tin.
    Đánh dấu các “{ receive-papers }”; giấy khác ghi mỗi dòng một loại.
    Bấm “{ receive-button }” rồi in. “{ slip-pin }” trên giấy chỉ trao cho người nộp.
    Nếu đã nhận giấy tờ từ trước mà chưa ghi được, mở “{ receive-earlier }” và nhập thời điểm.
help-refuse = Từ chối tiếp nhận
help-refuse-steps =
    Ở trang “{ nav-receive }”, chọn thủ tục và điền người nộp như bình thường.
    Mở “{ receive-refuse }” và ghi “{ receive-refuse-reason }” rõ ràng: người nộp sẽ đọc.
    Bấm “{ receive-refuse-button }” và trao phiếu cho người nộp.
    Hồ sơ bị từ chối được đếm riêng, không vào số liệu nào khác.
help-find-dossier = Tìm hồ sơ
help-find-dossier-steps =
    Ở “{ nav-worklist }”, gõ vào ô “{ desk-find }” mã hồ sơ hoặc các số cuối của mã, họ tên hoặc tên, số điện thoại hoặc số định danh. Tên có thể kèm 4 số cuối điện thoại.
    Bấm “{ desk-show }”. Tìm theo tên hay số được ghi vào nhật ký.
    Dùng các thẻ như “{ tab-in-process }”, “{ tab-waiting }”, “{ tab-resolved }” để lọc theo trạng thái.
    “{ desk-mine }” chỉ hiện hồ sơ giao cho bạn và cho người bạn đang thay.
    Mỗi lần mở hồ sơ có thông tin người nộp là một dòng nhật ký: chỉ mở khi có việc.
help-step = Ghi bước xử lý
help-step-steps =
    Mở hồ sơ và xem mục “{ dossier-next }”.
    Nếu việc đã xảy ra từ trước, mở “{ dossier-earlier }” và nhập “{ dossier-occurred }”.
    Bấm việc đã làm, ví dụ “{ act-start }” hoặc “{ act-resolve }”. Bảng ngoài sảnh đổi ngay.
    Việc cần nêu lý do thì chọn trong danh sách, ghi vào ô “{ dossier-reason }” vừa hiện ra rồi bấm “{ dossier-record }”; người nộp đọc được lý do này.
    Mở hồ sơ từ danh sách thì bấm “{ dossier-following }” để sang hồ sơ kế tiếp, vẫn giữ bộ lọc.
help-ask-papers = Yêu cầu bổ sung giấy tờ hoặc nộp tiền
help-ask-papers-steps =
    Mở hồ sơ, chọn “{ act-ask-papers }” hoặc “{ act-ask-payment }”.
    Ghi đủ mọi giấy tờ còn thiếu vào “{ dossier-reason }”: chỉ được yêu cầu một lần.
    Bấm “{ dossier-record }”, rồi “{ print-letter }” nếu người nộp cần giấy. Đồng hồ của hồ sơ dừng lại.
    Khi đã nhận, chọn “{ act-papers-received }” hoặc “{ act-paid }”: hẹn trả được tính lại.
    Muốn yêu cầu lần nữa cần lãnh đạo và lý do.
help-extend = Gia hạn và xin lỗi
help-extend-steps =
    Chỉ gia hạn được một lần, chậm nhất một ngày làm việc trước hẹn trả.
    Mở hồ sơ, chọn “{ act-extend }”, ghi “{ dossier-reason }” và “{ dossier-new-due }”.
    Xem lại hẹn trả mới; hẹn ngoài giờ làm việc được lùi về cuối buổi trước đó.
    Ghi, rồi in phiếu xin lỗi có hẹn mới cho người nộp.
help-hand-over = Trả kết quả
help-hand-over-steps =
    Ở “{ nav-worklist }”, mở thẻ “{ tab-resolved }” hoặc tìm theo mã hồ sơ trên giấy hẹn.
    Kiểm tra người nhận và giấy hẹn.
    Bấm “{ act-hand-over }”.
    Trả nhiều hồ sơ cùng lúc: chọn chúng trong danh sách rồi “{ desk-bulk-button }”.
help-undo = Ghi nhầm thì làm thế nào
help-undo-steps =
    Vừa ghi xong, bấm “{ dossier-undo }” trong thời gian đang hiện.
    Quá thời gian đó, nhờ lãnh đạo chọn “{ act-correct }” và ghi lý do.
    Tiếp nhận sai thông tin: dùng “{ amend-link }”. Tiếp nhận nhầm hoặc trùng: dùng “{ annul-title }”.
    Lịch sử giữ cả bước ghi nhầm và bước lùi lại; không gì bị xóa.
help-amend = Sửa thông tin đã tiếp nhận
help-amend-steps =
    Mở hồ sơ và bấm “{ amend-link }”.
    Người tiếp nhận sửa được mọi mục trong ngày; sau đó do lãnh đạo sửa. Thông tin người nộp sửa được bất cứ lúc nào.
    Sửa, ghi “{ amend-reason }” không có thông tin cá nhân, rồi bấm “{ amend-button }”.
    Nếu hạn trả mới sớm hơn giấy cũ, phải xác nhận.
    In giấy hẹn mới; giấy này thay giấy cũ.
help-many = Ghi cho nhiều hồ sơ một lần
help-many-steps =
    Ở “{ nav-worklist }”, đánh dấu các hồ sơ.
    Ở mục “{ desk-bulk }”, chọn việc và ghi lý do nếu cần.
    Bấm “{ desk-bulk-button }”. Nếu một hồ sơ không ghi được thì cả lượt chưa ghi, và trang nói rõ hồ sơ nào.
    Có thể ghi riêng các hồ sơ còn lại.
help-assign = Nhận xử lý, giao việc
help-assign-steps =
    Mở hồ sơ, bấm “{ assign-take }” để nhận cho mình.
    Muốn giao, mở “{ assign-give }”, chọn đồng nghiệp rồi bấm “{ assign-button }”.
    Nếu người được chọn đang vắng, người thay được chọn sẵn.
    Xem việc của mình ở “{ desk-mine }”.
help-note = Ghi chú nội bộ
help-note-steps =
    Mở hồ sơ, đến mục “{ note-title }”.
    Viết điều đồng nghiệp cần biết rồi bấm “{ note-button }”.
    Ghi chú được mã hóa, không sửa được, và xóa cùng thông tin người nộp.
help-print = In lại giấy hẹn, in văn bản và phiếu kiểm soát
help-print-steps =
    Mở hồ sơ, bấm “{ slip-again }”: trong ngày cấp, giấy vẫn như cũ.
    Người nộp mất giấy thì bấm “{ slip-renew }”: mã trên giấy cũ hết hiệu lực. Địa chỉ đang nhận tin vẫn nhận tiếp, cho đến khi bạn bấm “{ slip-tell-end }”.
    “{ print-control }” in quá trình giải quyết, không có tên người nộp.
    Phiếu yêu cầu bổ sung, phiếu xin lỗi, thông báo dừng xử lý: bấm “{ print-letter }” bên cạnh bước tương ứng.
    Mỗi lần mở bản in được ghi vào nhật ký.
help-away = Khi bạn vắng mặt
help-away-steps =
    Ở “{ nav-account }”, bấm “{ absence-own-open }”.
    Chọn ngày đầu, ngày cuối và người thay, rồi bấm “{ absence-button }”.
    Trong thời gian đó, hồ sơ của bạn hiện trong danh sách của người thay.
    Về sớm thì bấm “{ absence-end }”.
help-explain-feedback = Giải trình một phản ánh
help-explain-feedback-steps =
    Mở “{ nav-explanations }” và chọn một phản ánh.
    Viết sự việc, nguyên nhân và hướng giải quyết vào “{ feedback-explanation }”.
    Bấm “{ feedback-explain-button }”. Lãnh đạo trung tâm trả lời người gửi.
help-keyboard = Làm việc bằng bàn phím
help-keyboard-steps =
    Bấm phím ? ở bất kỳ trang làm việc nào để xem “{ keys-title }”.
    Phím / đến ô tìm kiếm; n mở trang tiếp nhận; j và k đi lại trong danh sách; Enter mở hồ sơ.
    Có thể tắt phím một chữ trong danh sách phím tắt.
    Không bật JavaScript vẫn làm được mọi việc bằng phím Tab và Enter.

help-throughput = Theo dõi kết quả giải quyết
help-throughput-steps =
    Mở “{ nav-throughput }” và chọn kỳ, ví dụ “{ throughput-month }”.
    Mở “{ throughput-filter }” để xem theo cơ quan, lĩnh vực, thủ tục hoặc người xử lý.
    Bấm vào một con số để xem đúng những hồ sơ làm nên con số ấy.
    Lưu cách xem hay dùng để lần sau mở lại ngay.
    Tải bảng về dạng CSV hoặc XLSX; mỗi lần tải được ghi vào nhật ký.
help-late-dossiers = Xử lý hồ sơ sắp quá hạn
help-late-dossiers-steps =
    Mở “{ nav-throughput }” và xem những hồ sơ đến hạn trong mấy ngày tới.
    Chọn hồ sơ rồi giao cho người còn rảnh.
    Hồ sơ thật sự không kịp: gia hạn một lần, trước hẹn trả ít nhất một ngày làm việc, kèm thư xin lỗi.
    Gia hạn xa hơn mức cho phép, yêu cầu bổ sung lần hai, lùi bước cũ đều do lãnh đạo ghi, có lý do.
help-sign-report = Ký chốt báo cáo II.06a
help-sign-report-steps =
    Mở “{ nav-report }” và chọn kỳ báo cáo; kỳ chưa có thì “{ official-form-add }”.
    Kiểm tra số liệu; bấm vào từng ô để xem hồ sơ.
    Bấm “{ official-form-sign }” khi kỳ đã hết; hệ thống hỏi lại mật khẩu.
    Sau khi ký, nếu có việc ghi muộn thì trang cho thấy cả số đã ký và số tính lại.
    Nộp tệp bằng “{ official-form-xlsx }” hoặc “{ official-form-csv }”, không muộn hơn ngày ở cột “{ official-form-send-by }”.
help-pair-screen = Treo một màn hình mới
help-pair-screen-steps =
    Trên tivi, mở địa chỉ của máy chủ với /screen: màn hình hiện mã sáu ký tự.
    Trong phần mềm, mở “{ nav-screens }” rồi “{ screens-new }”.
    Nhập “{ screens-code }”, “{ screens-label }”, “{ screens-place }” và nội dung, rồi bấm “{ screens-pair }”.
    Nhập đường chéo và khoảng cách đọc để biết cỡ chữ có đủ lớn không.
    “{ screens-identify }” giúp tìm đúng tivi; “{ screens-hold }” giữ nguyên số liệu khi cần; “{ screens-unpair }” khi bỏ tivi.
help-notice = Đưa thông báo lên màn hình
help-notice-steps =
    Mở “{ nav-notices }” rồi “{ notice-new }”.
    Viết “{ notice-vi-label }” một dòng; thêm “{ notice-en-label }” nếu có khách nước ngoài.
    Đặt giờ ở ô “{ notice-until-label }”: hết giờ, thông báo tự rút.
    Chọn màn hình, bấm “{ notice-preview }” để xem trước, rồi “{ notice-publish }”.
    Nếu trung tâm cần người thứ hai duyệt, thông báo chờ một lãnh đạo khác đồng ý.
help-emergency = Phát thông báo khẩn
help-emergency-steps =
    Mở “{ nav-notices }” rồi “{ notice-new-emergency }”.
    Viết một câu ngắn: việc gì, đi đâu.
    Xác nhận rằng thông báo che mọi màn hình, rồi đưa lên. Không hỏi lại mật khẩu.
    Trang cho biết bao nhiêu màn hình đã hiện.
    Hết việc thì rút thông báo.
help-playback = Xem lại bảng đã hiển thị
help-playback-steps =
    Mở “{ nav-playback }”, chọn màn hình, ngày và giờ, rồi bấm “{ wall-playback-show }”.
    Xem số liệu và thông báo đúng như người dân đã thấy, và niêm phong có đúng không.
    Bấm “{ wall-playback-save }” để tải tệp làm bằng chứng khi có khiếu nại.
help-alarms = Khi có cảnh báo
help-alarms-steps =
    Số bên cạnh “{ nav-alarms }” là số cảnh báo đang có.
    Đọc dòng “{ alarm-do }” của từng cảnh báo và làm theo.
    Đã biết mà chưa sửa được thì “{ alarm-mute }”; cảnh báo vẫn hiện cho đến khi hết.
    Cảnh báo tự hết khi mọi thứ trở lại bình thường.
help-answer-feedback = Trả lời phản ánh, kiến nghị
help-answer-feedback-steps =
    Mở “{ nav-feedback }” và chọn một phản ánh; phản ánh quá hạn đứng đầu.
    Cần cơ quan liên quan giải trình trước thì chọn cơ quan ở mục “{ feedback-forward-title }” rồi bấm “{ feedback-forward-button }”.
    Viết vào “{ feedback-answer }” rồi bấm “{ feedback-answer-button }”; người gửi đọc bằng mã và số bí mật.
    Câu trả lời đã gửi thì không sửa được.
help-substitutes = Sắp xếp người thay
help-substitutes-steps =
    Mở “{ nav-absences }”.
    Chọn “{ absence-who }”, các ngày và “{ absence-substitute }”, rồi bấm “{ absence-button }”.
    Người thay phải làm việc ở mọi cơ quan của người vắng.
    Không hồ sơ nào bị ghi gì: hết thời gian vắng, mọi việc trở lại như trước.

help-people = Thêm người dùng
help-people-steps =
    Mở “{ nav-people }”, đến mục “{ people-add }”.
    Nhập tên đăng nhập, họ tên, vai trò và nơi làm việc.
    Bấm “{ people-add-button }” rồi trao liên kết tận tay: dùng một lần, trong 15 phút.
    Mỗi người một tài khoản; không dùng chung.
help-lost-password = Quên mật khẩu, mất điện thoại, nghỉ việc
help-lost-password-steps =
    Mở “{ nav-people }” và chọn người đó.
    Quên mật khẩu hoặc mất điện thoại: bấm “{ people-link-again }”; mọi phiên của người này kết thúc.
    Đổi việc: sửa vai trò, nơi làm việc rồi bấm “{ people-rights-button }”.
    Nghỉ việc: “{ people-disable }”. Tên vẫn ở lại trong lịch sử.
help-calendar = Nhập ngày nghỉ, ngày làm bù
help-calendar-steps =
    Mở “{ nav-calendar }”, bấm “{ calendar-days-add }”, hoặc “{ calendar-days-file }” khi có nhiều ngày.
    Nhập ngày, tên gọi và số văn bản quyết định; để trống giờ làm việc là nghỉ cả ngày.
    Ngày mới dự kiến thì chọn “{ day-status-pending }”.
    Bấm “{ day-preview }”: trang cho biết hạn của những hồ sơ nào sẽ dời.
    Chọn “{ preview-move }” hoặc “{ preview-leave }”. Người nộp được báo hạn mới.
    Ngày nghỉ sắp tới hiện công khai ở “{ days-title }”.
help-procedures = Thêm, sửa thủ tục
help-procedures-steps =
    Mở “{ nav-procedures }”, bấm “{ procedures-add }” hoặc chọn thủ tục cần sửa.
    Nhập mã, tên, lĩnh vực, “{ procedures-limit }”, “{ procedures-fee-vnd }” và “{ procedures-papers }”.
    Đánh dấu “{ office-agencies }”: khi tiếp nhận chỉ chọn được các cơ quan này.
    Thời hạn mới áp dụng cho hồ sơ tiếp nhận sau đó; hồ sơ cũ giữ nguyên lời hẹn.
    Thủ tục liên thông: nhập các phần và cơ quan của từng phần.
help-documents = Niêm yết văn bản
help-documents-steps =
    Mở “{ nav-documents }” và bấm “{ documents-add }”.
    Nhập tên, số, ngày của văn bản, chọn tệp PDF rồi bấm “{ documents-post }”.
    Có bản mới: mở trang của văn bản và bấm “{ documents-replace }”; các bản trước vẫn được giữ.
    Bấm “{ documents-take-down }” thì người dân không còn thấy văn bản; văn bản vẫn có trong danh sách.
help-agencies = Cơ quan và lĩnh vực
help-agencies-steps =
    Mở “{ nav-agencies }” rồi “{ agencies-add }”; mã cơ quan đứng đầu mã hồ sơ nên không đổi được.
    Mở “{ nav-fields }” để thêm lĩnh vực; thứ tự ở đây là thứ tự trên bảng.
    Lĩnh vực dễ làm lộ danh tính (ví dụ nuôi con nuôi): chọn “{ fields-sensitive }”.
    Lĩnh vực nào được nêu tên trên bảng đã cố định từ đầu năm.
help-settings = Đổi thiết lập của trung tâm
help-settings-steps =
    Mở “{ nav-settings }” và chọn mục cần đổi.
    Nhập “{ setting-value }” và “{ setting-from }”, rồi bấm “{ setting-button }”.
    Thay đổi không bao giờ tính lại những gì đã qua.
    Giá trị sắp áp dụng có thể bỏ trước ngày có hiệu lực.
help-import = Nhập hồ sơ từ phần mềm khác
help-import-steps =
    Mở “{ nav-import }”, chọn tệp Excel hoặc CSV rồi bấm “{ import-upload }”.
    Chọn cách đọc có sẵn, hoặc “{ import-own }” và nghĩa của các từ.
    Bấm “{ import-check }”: chưa ghi gì, chỉ cho biết sẽ có gì mới, gì đổi, gì lỗi.
    Khi đúng thì ghi. Nhập lại cùng tệp không làm trùng hồ sơ.
    Tệp tự xóa khỏi máy chủ sau đó.
help-outbox = Tin không gửi được
help-outbox-steps =
    Mở “{ nav-outbox }” và xem cột “{ outbox-fault }”.
    Nhờ người vận hành sửa cổng SMS, Zalo hoặc thư điện tử.
    Bấm “{ outbox-retry }” từng tin, hoặc gửi lại tất cả.
    Có người yêu cầu nhận tin mà không nhận được: nhập mã hồ sơ ở mục “{ outbox-find }”.
    Trang này không hiện người nhận và nội dung tin; địa chỉ chỉ hiện một phần.
help-audit = Xem ai đã làm gì
help-audit-steps =
    Mở “{ nav-audit }”, nhập “{ audit-subject }” là mã hồ sơ hoặc tên đăng nhập, hoặc “{ audit-actor }”.
    Bấm “{ audit-show }”. Mỗi lần mở, in hoặc tìm thông tin người nộp đều có một dòng.
    Không ai sửa hay xóa được nhật ký; người vận hành kiểm tra bằng lệnh sanh verify.
help-person-request = Khi một người xin bản sao hoặc xin xóa dữ liệu
help-person-request-steps =
    Xác minh người đó bằng giấy tờ tùy thân và lấy mã một hồ sơ của họ.
    Nhờ người vận hành chạy sanh applicant export với mã hồ sơ: tệp có mọi điều đang giữ về người ấy và ai đã xem.
    Nếu xin xóa: sanh applicant forget. Hồ sơ đang giải quyết được giữ đến khi kết thúc.
    Lịch sử và số liệu không đổi; cả hai việc đều vào “{ nav-audit }”.
    Bản sao lưu làm trước đó vẫn còn dữ liệu: khi khôi phục, hệ thống xóa lại.
