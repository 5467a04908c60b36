/*
 * The wall's script: keeps the figures in #wall current, shows how old they are, alternates periods, languages and pages, and
 * shows an emergency as large as fits.
 * Plain ES5, because televisions have old browsers (Chromium 53). It contains no words: every text is in the markup.
 * One timer and one set of listeners for the life of the page, which may be months.
 */
(function () {
  'use strict';

  var TICK_MS = 500;
  var LATE_MS = 15000; // three beats missed
  var LOST_MS = 60000;
  var SILENCE_MS = 12000; // an open stream without any event for this long is lost
  var CONNECT_MS = 4000; // a lost SYN is sent again after 1 and 3 s, so a longer wait gains nothing at first
  var CONNECT_SLOW_MS = 8000; // after some tries, for slow servers and proxies
  var RETRY_MAX_MS = 3500; // with jitter below 4 s: live again within 5 s of the server's first answer
  var POLL_AFTER = 3; // failed streams before what differs is requested, too
  var POLL_MS = 5000;
  var REQUEST_MS = 4000;
  var MARK_MS = 6000;
  var DRIFT_MS = 180000; // the wall moves by two pixels every three minutes, against burn-in
  var DRIFT_STEPS = 9;
  var ERROR_CHARS_MAX = 200;
  var ERROR_PAUSE_MS = 10000;
  var BUILD_JITTER_MS = 3000; // all screens learn of another build at the same time …
  var SETTING_JITTER_MS = 300; // … and only those of one wall of another setting
  var PERIOD_MS = 60000; // how long a period is shown; if boards take turns, the server expects this value
  var PAGE_LEAST_MS = 5000; // nobody can read a page in less time
  var PAGES_MAX = 12; // as many as fit into the time of a period
  var FIT_SHARE = 0.96; // of an emergency's height, because marks of letters reach beyond the first and the last line
  var FIT_STEPS = 28; // type sizes of an emergency in the style sheet, each a twelfth larger than the one before
  var LINES_MAX = 4; // of a name in the table, as in the style sheet
  var NAME_SIZES = 2; // smaller sizes in the style sheet for a name that is higher than a page
  var STANDBY_MS = 3000; // a larger difference between the clocks means that the device slept

  // Nobody reads these timings, and they would fill the memory of a page that runs for months.
  if (window.performance.setResourceTimingBufferSize) { window.performance.setResourceTimingBufferSize(0); }

  var root = document.getElementById('screen');
  var wall = document.getElementById('wall');
  if (!root) { return; }

  /* Unlike the device's clock this one never jumps. On some televisions it stops in standby, see wakeUp. */
  var sleptMs = 0;
  var slept = null; // { ms, since }: a possible sleep that is not confirmed yet

  function monotonic() { return window.performance.now() + sleptMs; }

  function all(selector) { return document.querySelectorAll(selector); }

  function setText(selector, text) {
    var found = all(selector);
    for (var i = 0; i < found.length; i++) {
      if (found[i].textContent !== text) { found[i].textContent = text; }
    }
  }

  function setState(name, value) {
    if (root.getAttribute(name) !== value) { root.setAttribute(name, value); }
  }

  /* Asks an address; done(status, answer), with a status of 0 where none came in time. */
  function ask(address, type, done) {
    var request = new XMLHttpRequest();
    request.open('GET', address);
    request.responseType = type;
    request.timeout = REQUEST_MS;
    // An answer without a type would be read as XML, and its error page has styles that the policy refuses.
    if (type === 'document') { request.overrideMimeType('text/html'); }
    request.setRequestHeader('Cache-Control', 'no-cache');
    request.onloadend = function () { done(request.status, request.response); };
    request.send();
  }

  /* Asks for this page; done(document) on a good answer, done(null) on any other. */
  function fetchPage(done) {
    ask(window.location.href, 'document', function (status, page) { done(status === 200 ? page : null); });
  }

  /*
   * A screen without a wall requests its page until there is one. While it waits to be paired, it shows the code of the newest
   * page, because older codes expire. Without a response the code may have expired, and the page says so.
   */
  function waitForScreen() {
    var asked = 0;
    var answered = monotonic();
    window.setInterval(function () {
      if (monotonic() - answered > LATE_MS) { setState('data-state', 'lost'); }
      if (asked && monotonic() - asked < REQUEST_MS) { return; }
      asked = monotonic();
      fetchPage(function (page) {
        asked = 0;
        var fresh = page && page.getElementById('screen');
        if (!fresh) { return; }
        answered = monotonic();
        setState('data-state', 'live');
        if (page.getElementById('wall') || fresh.hasAttribute('data-pairing') !== root.hasAttribute('data-pairing')) {
          window.location.reload();
        } else if (root.hasAttribute('data-pairing') && root.innerHTML !== fresh.innerHTML) {
          root.innerHTML = fresh.innerHTML;
        }
      });
    }, (Number(root.getAttribute('data-wait')) || 5) * 1000);
  }

  if (!wall) {
    if (root.hasAttribute('data-wait')) { waitForScreen(); }
    return;
  }

  function attribute(name) { return wall.getAttribute('data-' + name) || ''; }

  // ---- What the server told us last

  var version = attribute('version');
  var build = attribute('build');
  var token = '';
  var zoneOffsetMs = Number(attribute('zone-offset-min')) * 60000;
  var serverAt = Number(attribute('now')); // the server's time …
  var heardAt = monotonic(); // … at this time of our clock, when the server was last heard
  var freshAt = Number(attribute('fresh')) || serverAt; // server time at which the figures were last known to be true
  var dateDay = localDay(serverAt);
  var preview = root.hasAttribute('data-preview'); // a preview is not live: its clock does not run
  var night = root.getAttribute('data-night') === 'true';
  var heldAt = Number(root.getAttribute('data-held')) || 0; // server time of held figures
  var identifyUntil = Number(attribute('identify-until')) || 0;
  var clockWrong = root.getAttribute('data-clock-wrong') === 'true'; // the server does not trust its own clock

  function serverNow() { return preview ? serverAt : serverAt + monotonic() - heardAt; }

  function two(n) { return (n < 10 ? '0' : '') + n; }

  /* A Date whose UTC fields are the local time of the centre. */
  function local(at) { return new Date(at + zoneOffsetMs); }

  function localDay(at) { return Math.floor((at + zoneOffsetMs) / 86400000); }

  function clockText(at) {
    var time = local(at);
    return two(time.getUTCHours()) + ':' + two(time.getUTCMinutes());
  }

  function dateText(at) {
    var date = local(at);
    return two(date.getUTCDate()) + '/' + two(date.getUTCMonth() + 1) + '/' + date.getUTCFullYear();
  }

  /* An event without a time confirms the server's clock as it has run since the last one. */
  function heard(now) {
    serverAt = now ? Number(now) : serverNow();
    heardAt = monotonic();
    slept = null;
  }

  // ---- Clock and freshness

  function showClock() {
    var now = serverNow();
    setText('[data-clock]', clockText(now));
    // After midnight without contact the date in words is yesterday's; the date in digits needs no words.
    if (localDay(now) !== dateDay) { setText('[data-date]', dateText(now)); }
  }

  function showDate(words) {
    dateDay = localDay(serverAt);
    for (var lang in words) {
      if (words.hasOwnProperty(lang)) { setText('[data-date="' + lang + '"]', words[lang]); }
    }
  }

  function showFreshness() {
    if (preview) { return; }
    // A server without its database answers but has old figures: only their age counts.
    var age = serverNow() - freshAt;
    var ofFigures = heldAt || freshAt;
    var sameDay = localDay(serverNow()) === localDay(ofFigures);
    setText('[data-seen]', clockText(ofFigures) + (sameDay ? '' : ' · ' + dateText(ofFigures).slice(0, 5)));
    var state = clockWrong || age > LOST_MS ? 'lost' : age > LATE_MS ? 'late' : 'live';
    setState('data-clock-wrong', String(clockWrong));
    layoutChanged = layoutChanged || root.getAttribute('data-state') !== state; // the foot may be higher
    setState('data-state', state);
  }

  // ---- Light, dark, night, and protection against burn-in

  var darkHours = hours(attribute('theme-hours'));
  var nightHours = hours(attribute('night'));

  /* "1080 360": from the 1080th minute of the day until the 360th. */
  function hours(text) {
    var minutes = text.split(' ');
    return minutes.length === 2 ? { from: Number(minutes[0]), until: Number(minutes[1]) } : null;
  }

  function within(span, minute) {
    var after = span.from <= minute;
    var before = minute < span.until;
    return span.from <= span.until ? after && before : after || before;
  }

  function showLook() {
    var now = serverNow();
    var time = local(now);
    var minute = time.getUTCHours() * 60 + time.getUTCMinutes();
    if (darkHours) { setState('data-theme', within(darkHours, minute) ? 'dark' : 'light'); }
    if (preview) { return; }
    if (nightHours) { setState('data-night', String(within(nightHours, minute))); }
    if (attribute('night') === 'beat') { setState('data-night', String(night)); }
    setState('data-drift', String(Math.floor(now / DRIFT_MS) % DRIFT_STEPS));
  }

  // ---- Alternation: period, language and page depend on the server's time, so that all screens change together

  var slotMs = (Number(attribute('slot-s')) || 10) * 1000;
  var periodMs = attribute('boards') ? PERIOD_MS : Math.max(PAGES_MAX * Math.min(PAGE_LEAST_MS, slotMs), slotMs);
  var turns = (attribute('turns') || root.getAttribute('data-period') || '').split(' ');
  var langs = (attribute('langs') || root.getAttribute('data-lang') || '').split(' ');
  var shownPeriod = '';
  var shownStep = -1;
  var shownNotice = -1;
  var layoutChanged = true;
  var rows = []; // of the shown period …
  var pages = []; // … and the rows of each page: [from, to)
  var room = 0; // height for the rows of a page, in pixels
  var lines = 0; // number of lines that makes all rows of a period as high as its tallest

  /* As few pages as possible, filled evenly: of all ways to divide the rows, the one with the least sum of squared heights.
     A page with one row also shows a row of its neighbour if both fit. */
  function pagesOf(heights, space) {
    var count = heights.length;
    var sums = [0];
    var least = [0]; // by number of rows: the least sum of squares so far …
    var cuts = []; // … and by page and number of rows: where the last page begins
    var to;
    for (to = 0; to < count; to++) { sums.push(sums[to] + heights[to]); }

    function fits(from, end) { return end - from === 1 || sums[end] - sums[from] <= space; }

    function addPage() {
      var next = [];
      var cut = [];
      for (var end = 1; end <= count; end++) {
        for (var from = end - 1; from >= 0 && fits(from, end); from--) {
          var cost = least[from] + Math.pow(sums[end] - sums[from], 2);
          if (cost >= 0 && !(next[end] <= cost)) {
            next[end] = cost;
            cut[end] = from;
          }
        }
      }
      least = next;
      cuts.push(cut);
    }

    while (count && least[count] === undefined) { addPage(); }
    var found = [];
    to = count;
    for (var page = cuts.length - 1; page >= 0; page--) {
      found.unshift([cuts[page][to], to]);
      to = cuts[page][to];
    }
    found.forEach(function (span) {
      if (span[1] - span[0] > 1) { return; }
      if (span[0] > 0 && fits(span[0] - 1, span[1])) { span[0] -= 1; }
      else if (span[1] < count && fits(span[0], span[1] + 1)) { span[1] += 1; }
    });
    return found;
  }

  function height(element) { return element ? element.getBoundingClientRect().height : 0; }

  /* Measures in every language of the wall: in browsers without grid the languages differ in height. */
  function inEachLang(measure) {
    var shown = root.getAttribute('data-lang');
    for (var i = 0; i < langs.length; i++) {
      setState('data-lang', langs[i]);
      measure(i === 0);
    }
    setState('data-lang', shown);
  }

  /* Divides the rows of a period into pages. Rows beyond the last page that fits into a minute are only counted. */
  function paginate(period) {
    var part = wall.querySelector('.fields[data-period="' + period + '"]');
    var table = part && part.querySelector('table');
    rows = table && table.tBodies.length ? table.tBodies[0].rows : [];
    pages = [];
    if (!table) { return; }
    var most = Math.max(1, Math.floor(PAGES_MAX / langs.length));
    var leftOut = part.querySelector('.left-out');
    var beyond = part.querySelector('.beyond');
    var heights = [];
    var i;
    if (beyond) {
      beyond.hidden = true;
      leftOut.hidden = !leftOut.querySelector('.quiet');
    }
    for (i = 0; i < rows.length; i++) {
      rows[i].hidden = false;
      rows[i].removeAttribute('data-small');
    }
    table.tBodies[0].removeAttribute('data-lines');

    function measure() {
      inEachLang(function (isFirst) {
        for (i = 0; i < rows.length; i++) { heights[i] = Math.max(isFirst ? 0 : heights[i], height(rows[i])); }
      });
    }

    /* Makes a name that is higher than a page smaller, step by step. */
    function shrink() {
      for (var size = 1; size <= NAME_SIZES; size++) {
        var isAny = false;
        for (i = 0; i < rows.length; i++) {
          if (heights[i] > room) {
            rows[i].setAttribute('data-small', String(size));
            isAny = true;
          }
        }
        if (isAny) { measure(); }
      }
    }

    function cut() {
      inEachLang(function (isFirst) {
        // One pixel less, because collapsed borders are rounded.
        var free = part.clientHeight - height(table.tHead) - height(table.tFoot) - height(leftOut) - 1;
        room = isFirst ? free : Math.min(room, free);
      });
      shrink();
      return pagesOf(heights, room);
    }
    measure();
    pages = cut();
    if (pages.length > most && beyond) {
      beyond.hidden = false;
      leftOut.hidden = false;
      setText('[data-beyond]', String(rows.length));
      pages = cut().slice(0, most);
      setText('[data-beyond]', String(rows.length - pages[most - 1][1]));
    }
    lines = 0;
    inEachLang(function () { lines = Math.max(lines, level(table.tBodies[0], 1, 1)); });
    setText('[data-pages]', String(Math.max(1, pages.length)));
  }

  /* Finds a number of lines, from `first` on in steps, that gives all shown rows the same height; 0 if there is none. */
  function level(body, first, step) {
    for (var count = first; count >= 1 && count <= LINES_MAX; count += step) {
      body.setAttribute('data-lines', String(count));
      var least = Infinity;
      var most = 0;
      var sum = 0;
      for (var i = 0; i < rows.length; i++) {
        if (!rows[i].hidden) {
          least = Math.min(least, height(rows[i]));
          most = Math.max(most, height(rows[i]));
          sum += height(rows[i]);
        }
      }
      // A small difference is allowed, because the lines between rows differ in thickness.
      if (most - least < least / 20 && (step > 0 || sum <= room)) { return count; }
    }
    body.removeAttribute('data-lines');
    return 0;
  }

  /* Shows one page; its rows have the same height if there is room. */
  function showPage(page) {
    var span = pages[page] || [0, 0];
    for (var i = 0; i < rows.length; i++) { rows[i].hidden = i < span[0] || i >= span[1]; }
    if (rows.length) { level(rows[0].parentNode, lines, -1); }
    setText('[data-page]', String(page + 1));
  }

  /* A notice that has ended is hidden even if the server has not said so. */
  function isOver(element) { return Number(element.getAttribute('data-until')) <= serverNow(); }

  /* Shows one notice at a time, each as long as a page of the table. */
  function showNotice(turn) {
    var found = wall.querySelectorAll('.notice');
    var current = [];
    var i;
    for (i = 0; i < found.length; i++) {
      found[i].hidden = true;
      if (!isOver(found[i])) { current.push(found[i]); }
    }
    if (current.length) { current[turn % current.length].hidden = false; }
    var place = wall.querySelector('.notices');
    if (place) { place.hidden = !current.length; }
  }

  function showEmergency() {
    var emergency = wall.querySelector('.emergency');
    if (emergency) { emergency.hidden = isOver(emergency); }
    var shows = String(!!emergency && !emergency.hidden);
    if (root.getAttribute('data-emergency') !== shows) {
      setState('data-emergency', shows);
      painted();
    }
  }

  /* Finds the largest type size in which an emergency fits without breaking a word. */
  function fitEmergency() {
    var place = wall.querySelector('.emergency-place');
    var text = place && place.firstElementChild;
    if (!text || !place.clientHeight) { return; }
    var low = 1;
    var high = FIT_STEPS;
    place.setAttribute('data-fitting', '');
    while (low < high) {
      var size = Math.ceil((low + high) / 2);
      place.setAttribute('data-fit', String(size));
      if (text.offsetHeight <= place.clientHeight * FIT_SHARE && text.scrollWidth <= text.clientWidth) { low = size; } else { high = size - 1; }
    }
    place.setAttribute('data-fit', String(low));
    place.removeAttribute('data-fitting');
  }

  /* Shows the name of this screen, for a manager who looks for it in the hall. */
  function showIdentity() {
    var identity = root.querySelector('.identity');
    if (identity) { identity.hidden = identifyUntil <= serverNow(); }
  }

  function showTurn() {
    // A preview alternates too; only its clock does not run.
    var now = preview ? serverAt + monotonic() : serverNow();
    var period = turns[Math.floor(now / periodMs) % turns.length];
    var notice = Math.floor(now / (slotMs * langs.length));
    if (layoutChanged || period !== shownPeriod) {
      shownPeriod = period;
      shownStep = -1;
      layoutChanged = false;
      setState('data-period', period);
      showNotice(notice);
      paginate(period);
      fitEmergency();
    }
    // Shows each page in each language, and all of them again if there is time.
    var steps = Math.max(1, pages.length) * langs.length;
    var rounds = Math.max(1, Math.floor(periodMs / (slotMs * steps)));
    var step = Math.floor(now % periodMs * rounds * steps / periodMs) % steps;
    if (step === shownStep && notice === shownNotice) { return; }
    shownStep = step;
    shownNotice = notice;
    setState('data-lang', langs[step % langs.length]);
    showNotice(notice);
    showPage(Math.floor(step / langs.length));
  }

  // ---- Painting

  var elements = null; // by key; null after the markup was replaced
  var marked = []; // [element, until]
  var paintAsked = false;
  var reported = '';
  var lastError = '';
  var errorToldAt = -ERROR_PAUSE_MS;

  function byKey() {
    if (elements) { return elements; }
    elements = {};
    var found = wall.querySelectorAll('[data-k]');
    for (var i = 0; i < found.length; i++) { elements[found[i].getAttribute('data-k')] = found[i]; }
    return elements;
  }

  function mark(element) {
    element.classList.add('changed');
    for (var i = 0; i < marked.length; i++) {
      if (marked[i][0] === element) { marked[i][1] = monotonic() + MARK_MS; return; }
    }
    marked.push([element, monotonic() + MARK_MS]);
  }

  function clearMarks() {
    var now = monotonic();
    marked = marked.filter(function (entry) {
      if (entry[1] > now) { return true; }
      entry[0].classList.remove('changed');
      return false;
    });
  }

  /* The number of the emergency that is visible on this screen; null while the page is hidden. */
  function paintedEmergency() {
    var emergency = wall.querySelector('.emergency');
    var isThere = emergency && !emergency.hidden && !document.hidden && height(emergency) > 0;
    return isThere ? Number(emergency.getAttribute('data-notice')) : null;
  }

  /* Reports the painted version, once and only with the token of an open stream. */
  function report() {
    paintAsked = false;
    var emergency = paintedEmergency();
    var shown = version + ' ' + token + ' ' + emergency;
    if (!token || shown === reported) { return; }
    reported = shown;
    var told = { version: Number(version), token: token };
    if (lastError) { told.error = lastError; }
    lastError = '';
    var request = new XMLHttpRequest();
    request.open('POST', attribute('painted'));
    request.timeout = REQUEST_MS;
    request.setRequestHeader('Content-Type', 'application/json');
    told.emergency = emergency;
    told.clock = Date.now();
    // If the server did not accept it, the next beat reports again.
    request.onloadend = function () { if (request.status !== 204 && reported === shown) { reported = ''; } };
    request.send(JSON.stringify(told));
  }

  /* Keeps an error for the next report, which is sent at once unless one was sent less than ERROR_PAUSE_MS ago. */
  function noteError(what) {
    lastError = what.slice(0, ERROR_CHARS_MAX);
    if (monotonic() - errorToldAt < ERROR_PAUSE_MS) { return; }
    errorToldAt = monotonic();
    reported = '';
    painted();
  }

  function painted() {
    if (paintAsked) { return; }
    paintAsked = true;
    window.requestAnimationFrame(function () { window.requestAnimationFrame(report); });
  }

  /* The name of the shown board: when another board takes its turn, its figures have not changed. */
  function boardName() {
    var head = wall.querySelector('.masthead');
    return head ? head.getAttribute('data-board') : '';
  }

  function applyBoard(html, newVersion) {
    var before = {};
    var old = byKey();
    var name = boardName();
    var key;
    for (key in old) {
      if (old.hasOwnProperty(key) && !old[key].children.length) { before[key] = old[key].textContent; }
    }
    wall.innerHTML = html;
    elements = null;
    marked = [];
    version = String(newVersion);
    var now = byKey();
    for (key in now) {
      if (name === boardName() && before.hasOwnProperty(key) && !now[key].children.length && now[key].textContent !== before[key]) { mark(now[key]); }
    }
    layoutChanged = true;
    showEmergency();
    showTurn();
    painted();
  }

  /* Returns whether every change found its element. */
  function applySet(changes, newVersion) {
    var places = byKey();
    for (var i = 0; i < changes.length; i++) {
      var element = places[changes[i][0]];
      if (!element) { return false; }
      if (changes[i].length > 2) {
        element.setAttribute(changes[i][2], changes[i][1]);
      } else if (element.textContent !== changes[i][1]) {
        element.textContent = changes[i][1];
        mark(element);
      }
    }
    version = String(newVersion);
    painted();
    return true;
  }

  // ---- The stream

  var stream = null;
  var openedAt = 0;
  var spoken = false; // whether this stream has sent anything
  var failures = 0;
  var reopenAt = 0;
  var behindBeats = 0;

  function closeStream() {
    if (stream) { stream.close(); }
    stream = null;
    token = '';
  }

  /* Closes the stream and opens it after a growing, limited pause, with jitter so that screens do not reconnect together. */
  function retryStream() {
    closeStream();
    reopenAt = monotonic() + Math.min(RETRY_MAX_MS, 500 * Math.pow(2, failures)) * (0.7 + 0.4 * Math.random());
    failures += 1;
  }

  /* A change does not fit the figures here: opens a new stream, whose first event is the whole board. */
  function askWhole() {
    closeStream();
    reopenAt = monotonic() + 500 * Math.random();
  }

  function openStream() {
    var mine = new window.EventSource(attribute('events'));
    stream = mine;
    openedAt = monotonic();
    spoken = false;

    function on(name, handle) {
      mine.addEventListener(name, function (event) {
        if (mine !== stream) { return; }
        spoken = true;
        failures = 0;
        handle(event);
      });
    }
    Object.keys(TAKE).forEach(function (name) { on(name, TAKE[name]); });
    mine.addEventListener('gone', function () { if (mine === stream) { leave(); } });
    mine.onerror = function () {
      if (mine !== stream) { return; }
      lastError = 'stream: broken';
      retryStream();
    };
  }

  /* This screen was unpaired, so its page shows a code now. If it does not, the stream is opened again. */
  function leave() {
    closeStream();
    reopenAt = monotonic() + RETRY_MAX_MS;
    fetchPage(takePage);
  }

  // What is done with each event.
  var TAKE = { hello: takeBeat, beat: takeBeat, board: takeBoard, set: takeSet };

  function takeBoard(event) {
    heard();
    behindBeats = 0;
    applyBoard(event.data, event.lastEventId);
  }

  function takeSet(event) {
    var change = JSON.parse(event.data);
    heard();
    freshAt = serverAt;
    if (String(change.from) === version && applySet(change.set, change.to)) { return; }
    version = '0'; // none: who polls is answered with the whole board, too
    askWhole();
  }

  function takeBeat(event) {
    var beat = JSON.parse(event.data);
    heard(beat.now);
    freshAt = Number(beat.fresh) || serverAt;
    if (typeof beat.zone_offset_min === 'number') { zoneOffsetMs = beat.zone_offset_min * 60000; }
    if (typeof beat.night === 'boolean') { night = beat.night; }
    clockWrong = beat.clock_wrong === true;
    identifyUntil = Number(beat.identify_until) || 0;
    showIdentity();
    if (beat.setting && beat.setting !== attribute('setting')) { askReload(SETTING_JITTER_MS); }
    if (beat.date) { showDate(beat.date); }
    if (beat.token) { token = beat.token; }
    if (beat.token || !reported) { painted(); }
    if (beat.build && beat.build !== build) { askReload(BUILD_JITTER_MS); }
    behindBeats = beat.version !== undefined && String(beat.version) !== version ? behindBeats + 1 : 0;
    if (behindBeats > 2) {
      behindBeats = 0;
      askWhole();
    }
  }

  function watchStream() {
    if (!window.EventSource) { return; }
    var now = monotonic();
    if (!stream) {
      if (now >= reopenAt) { openStream(); }
      return;
    }
    var silence = now - Math.max(openedAt, spoken ? heardAt : 0);
    var patience = spoken ? SILENCE_MS : failures < 5 ? CONNECT_MS : CONNECT_SLOW_MS;
    if (silence > patience) {
      lastError = 'stream: silent';
      retryStream();
    }
  }

  // ---- What differs, where streams do not come through

  var pollAt = 0;

  /* The events of a stream that has ended. */
  function takeEvents(text) {
    text.split('\n\n').forEach(function (lines) {
      var fields = { data: [] };
      lines.split('\n').forEach(function (line) {
        var colon = line.indexOf(': ');
        var name = line.slice(0, colon);
        var value = line.slice(colon + 2);
        if (name === 'data') { fields.data.push(value); } else { fields[name] = value; }
      });
      if (TAKE.hasOwnProperty(fields.event)) { TAKE[fields.event]({ data: fields.data.join('\n'), lastEventId: fields.id }); }
    });
  }

  function poll() {
    var now = monotonic();
    if (window.EventSource && failures < POLL_AFTER || now < pollAt) { return; }
    pollAt = now + POLL_MS;
    var shown = version;
    ask(attribute('changes') + '&since=' + shown, 'text', function (status, text) {
      // What a stream brought meanwhile is newer.
      if (status === 200 && shown === version) { takeEvents(text); }
      // Not for this screen any more, or not known to a server of another build.
      if (status >= 400 && status < 500) { fetchPage(takePage); }
    });
  }

  // ---- The page itself: before it is loaded anew

  var reloadAt = 0;

  function isAnother(fresh) {
    return fresh.getAttribute('data-build') !== build || fresh.getAttribute('data-setting') !== attribute('setting');
  }

  /* Loads the page anew where the server answers with another one, or with a code in its place. */
  function takePage(page) {
    var fresh = page && page.getElementById('wall');
    if (fresh ? isAnother(fresh) : page && page.querySelector('[data-pairing]')) { window.location.reload(); }
  }

  /* The server has another build, or the screen another setting: reload, but only after the new page has arrived. */
  function askReload(jitterMs) {
    if (!reloadAt) { reloadAt = monotonic() + jitterMs * Math.random(); }
  }

  function reload() {
    if (!reloadAt || monotonic() < reloadAt) { return; }
    reloadAt = 0; // if the request fails, the next beat starts it again
    fetchPage(takePage);
  }

  // ---- The one timer

  var tickedAt = monotonic();
  var tickedDate = Date.now();

  /* If the running clock stopped while the device slept, the device's clock tells for how long. But somebody may have set that
     clock, so the server is asked first; only if it does not answer, the time is added to the age of the figures. */
  function wakeUp() {
    var now = monotonic();
    var ahead = Date.now() - tickedDate - (now - tickedAt);
    tickedDate = Date.now();
    tickedAt = now;
    if (ahead > STANDBY_MS) {
      slept = { ms: ahead + (slept ? slept.ms : 0), since: now };
      pollAt = 0;
      if (stream) { askWhole(); } else { reopenAt = 0; }
    } else if (slept && now - slept.since > CONNECT_MS) {
      sleptMs += slept.ms;
      tickedAt += slept.ms;
      slept = null;
    }
  }

  function tick() {
    if (!preview) { wakeUp(); }
    showClock();
    showFreshness();
    showLook();
    showEmergency();
    showIdentity();
    showTurn();
    if (preview) { return; }
    if (marked.length) { clearMarks(); }
    watchStream();
    poll();
    reload();
  }

  function measureAgain() { layoutChanged = true; }

  root.setAttribute('data-script', 'on');
  window.addEventListener('error', function (event) { noteError('script: ' + event.message + ' (' + event.lineno + ')'); });
  window.addEventListener('resize', measureAgain);
  window.addEventListener('load', measureAgain);
  if (document.fonts && document.fonts.addEventListener) { document.fonts.addEventListener('loadingdone', measureAgain); }
  tick();
  window.setInterval(tick, TICK_MS);
}());
