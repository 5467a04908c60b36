/* The look-up page: the secret of a QR code, updates without reloading, and the kiosk in the lobby. ES5 without dependencies, because
   kiosks keep the browser that they were delivered with. Without this script code and number still work. */
(function () {
  'use strict';

  var CLEARED_S = 30;
  var AGAIN_MIN_MS = 2000;
  var WAKE_MS = 300; // the network of a phone is available a moment after it wakes
  var AGAIN_MAX_MS = 120000;
  var MINUTE_MS = 60000;
  var SCAN_GAP_MS = 1000; // a slow kiosk may pause between the keys of a scanner
  var SECRET = /(?:^|#)([0-9]{26}|[0-9a-f]{32})$/; // as in the QR code of the slip
  var KEPT = 'sanh-lookup';

  var root = document.getElementById('lookup');
  if (!root || !window.XMLHttpRequest) { return; }
  var home = root.getAttribute('data-kiosk');
  var isKiosk = home !== null;
  var content = document.getElementById('content');
  var news = document.getElementById('news');
  var asking = null;

  function ticket() { return content.getAttribute('data-ticket'); }

  /* Stores the ticket for a tab that a phone unloads and opens again; a kiosk stores nothing. */
  function keep(value) {
    if (isKiosk) { return; }
    try {
      if (value) { window.sessionStorage.setItem(KEPT, value); } else { window.sessionStorage.removeItem(KEPT); }
    } catch (e) { /* Storage may be switched off. */ }
  }

  function kept() {
    if (isKiosk) { return null; }
    try { return window.sessionStorage.getItem(KEPT); } catch (e) { return null; }
  }

  function body(fields) {
    var parts = [], name;
    for (name in fields) {
      if (Object.prototype.hasOwnProperty.call(fields, name)) {
        parts.push(encodeURIComponent(name) + '=' + encodeURIComponent(fields[name]));
      }
    }
    return parts.join('&');
  }

  function post(address, fields) {
    var request = new XMLHttpRequest();
    request.open('POST', address);
    request.setRequestHeader('Content-Type', 'application/x-www-form-urlencoded');
    request.fields = body(fields);
    return request;
  }

  function say(text) {
    if (news.textContent !== text) { news.textContent = text; }
  }

  /* ---- Requests ---- */

  /* Replaces the content by that of the page in the response. */
  function show(html, isQuiet) {
    var page = new DOMParser().parseFromString(html, 'text/html');
    var fresh = page.getElementById('content');
    if (!fresh) { return false; }
    var before = stage(), value = fresh.getAttribute('data-ticket');
    if (value) { content.setAttribute('data-ticket', value); } else { content.removeAttribute('data-ticket'); }
    content.innerHTML = fresh.innerHTML;
    var options = root.querySelector('.lookup-options'), others = page.querySelector('.lookup-options');
    if (options && others) { options.innerHTML = others.innerHTML; }
    keep(value);
    dress();
    say(isQuiet && before !== stage() ? root.getAttribute('data-fresh') : '');
    if (!isQuiet) {
      window.scrollTo(0, 0);
      var errors = content.querySelector('.errors');
      (errors || content).focus();
    }
    return true;
  }

  function stage() {
    var told = content.querySelector('.lookup-told'), now = told && told.querySelector('h2');
    return now ? now.textContent : '';
  }

  function ask(fields, isQuiet) {
    if (asking) { asking.onload = asking.onerror = null; asking.abort(); }
    var request = asking = post(location.pathname + location.search, fields);
    request.timeout = 20000;
    request.onload = function () {
      asking = null;
      /* While the server is busy or away, the content stays and the request is repeated. */
      if (request.status >= 500) { fail(fields, isQuiet); return; }
      if (!show(request.responseText, isQuiet)) { say(root.getAttribute('data-offline')); return; }
      follow();
    };
    request.onerror = request.ontimeout = function () { asking = null; fail(fields, isQuiet); };
    request.send(request.fields);
  }

  var wait = AGAIN_MIN_MS, again = null;

  function fail(fields, isQuiet) {
    say(root.getAttribute('data-offline'));
    clearTimeout(again);
    again = setTimeout(function () { ask(fields, isQuiet); }, wait + Math.random() * wait);
    wait = Math.min(2 * wait, AGAIN_MAX_MS);
  }

  function refresh() {
    clearTimeout(again);
    if (ticket()) { ask({ ticket: ticket() }, true); }
  }

  /* ---- Updates ---- */

  var stream = null, heard = 0, reopened = null;

  function hang() {
    if (stream) { stream.onprogress = stream.onloadend = null; stream.abort(); stream = null; }
    clearTimeout(reopened);
  }

  function follow() {
    wait = AGAIN_MIN_MS;
    if (isKiosk || !ticket() || document.hidden || stream) { return; }
    var request = stream = post(root.getAttribute('data-events'), { ticket: ticket() });
    var read = 0;
    heard = Date.now();
    request.onprogress = function () {
      var text = request.responseText.slice(read);
      read = request.responseText.length;
      heard = Date.now();
      if (text.indexOf('event: news') >= 0) { refresh(); }
    };
    request.onloadend = function () {
      if (stream !== request) { return; }
      stream = null;
      /* If streams are blocked or none is free, the page asks again after a while. */
      reopened = setTimeout(function () { refresh(); }, MINUTE_MS / 2 + Math.random() * MINUTE_MS);
    };
    request.send(request.fields);
  }

  function wake() {
    if (document.hidden) { hang(); return; }
    if (!ticket()) { return; }
    hang();
    wait = WAKE_MS;
    refresh();
  }

  /* The content also changes with time alone: the time left, and whether the dossier is late. */
  setInterval(function () {
    if (document.hidden || isKiosk || !ticket()) { return; }
    if (stream && Date.now() - heard > MINUTE_MS) { hang(); }
    if (Date.now() - shownAt > 5 * MINUTE_MS || !stream) { refresh(); }
  }, MINUTE_MS);

  var shownAt = Date.now();

  /* ---- Forms ---- */

  function fieldsOf(form) {
    var fields = {}, inputs = form.querySelectorAll('input[name]'), i;
    for (i = 0; i < inputs.length; i += 1) { fields[inputs[i].name] = inputs[i].value; }
    return fields;
  }

  document.addEventListener('submit', function (event) {
    var form = event.target;
    if (!root.contains(form)) { return; }
    if (form.hasAttribute('data-leave')) {
      if (isKiosk) { choose(event, function () { form.submit(); }); }
      return;
    }
    event.preventDefault();
    wait = AGAIN_MIN_MS;
    hang();
    ask(fieldsOf(form), false);
  });

  /* Shows the controls that need a script. */
  function dress() {
    shownAt = Date.now();
    var print = document.getElementById('print');
    if (print) {
      print.hidden = false;
      print.onclick = function () { window.print(); };
    }
    if (isKiosk) { keys(); }
  }

  /* ---- The kiosk ---- */

  var ROWS = ['1234567890', 'QWERTYUIOP', 'ASDFGHJKL-', 'ZXCVBNM.'];
  var target = null;

  function key(label, press) {
    var button = document.createElement('button');
    button.type = 'button';
    button.textContent = label;
    button.onclick = function () { if (target) { press(target); } };
    /* Keeps the focus in the field. */
    button.onmousedown = function (event) { event.preventDefault(); };
    return button;
  }

  function keys() {
    var board = document.getElementById('keys'), code = document.getElementById('code'), pin = document.getElementById('pin');
    if (!board || !code || !pin) { target = null; return; }
    board.hidden = false;
    board.textContent = '';
    target = code;
    code.onfocus = pin.onfocus = function () { target = this; };
    /* Keeps the device's own keyboard from covering this one. */
    code.setAttribute('inputmode', 'none');
    pin.setAttribute('inputmode', 'none');
    ROWS.forEach(function (row) {
      var line = document.createElement('div');
      row.split('').forEach(function (letter) {
        line.appendChild(key(letter, function (field) { field.value += letter; }));
      });
      board.appendChild(line);
    });
    /* In words: signs for these are known to few. */
    var named = document.createElement('div');
    named.className = 'lookup-key-words';
    named.appendChild(key(board.getAttribute('data-back'), function (field) { field.value = field.value.slice(0, -1); }));
    named.appendChild(key(board.getAttribute('data-clear'), function (field) { field.value = ''; }));
    named.appendChild(key(board.getAttribute('data-next'), function (field) { (field === code ? pin : code).focus(); }));
    board.appendChild(named);
  }

  var touchedAt = Date.now(), scanned = '', scannedAt = 0;

  function isUsed() {
    var code = document.getElementById('code'), pin = document.getElementById('pin');
    var typed = (code && code.value) || (pin && pin.value) || content.querySelector('.errors');
    return Boolean(ticket() || typed || location.pathname + location.search !== home);
  }

  var isLeaving = false;

  /* Removes everything of a visitor: content, address, history, fields. */
  function clear() {
    if (isLeaving) { return; }
    isLeaving = true;
    if (asking) { asking.onload = asking.onerror = null; asking.abort(); }
    clearTimeout(again);
    content.textContent = '';
    content.removeAttribute('data-ticket');
    document.getElementById('bar').hidden = true;
    whenThere(function () { location.replace(home); });
  }

  /* Loads another page only when the server has it: nobody at a kiosk can leave an error page of the browser. */
  function whenThere(load) {
    var request = new XMLHttpRequest();
    request.open('GET', home);
    request.timeout = 20000;
    request.onload = function () {
      if (request.status === 200) { load(); } else { request.onerror(); }
    };
    request.onerror = request.ontimeout = function () {
      say(root.getAttribute('data-away'));
      setTimeout(function () { whenThere(load); }, AGAIN_MIN_MS);
    };
    request.send();
  }

  /* The same for a choice of language or look, unless the page was cleared meanwhile. */
  function choose(event, load) {
    event.preventDefault();
    whenThere(function () { if (!isLeaving) { load(); } });
  }

  function count() {
    if (isLeaving) { return; }
    var bar = document.getElementById('bar'), left = CLEARED_S - Math.floor((Date.now() - touchedAt) / 1000);
    bar.hidden = !isUsed();
    if (bar.hidden) { touchedAt = Date.now(); return; }
    if (left <= 0) { clear(); return; }
    document.getElementById('left').textContent = bar.getAttribute('data-left').replace('{}', String(left));
  }

  function touched() { touchedAt = Date.now(); count(); }

  /* A scanner types into whatever has the focus and ends with Enter. A secret is recognised by its form, not by the speed of the keys. */
  function scan(event) {
    if (isLeaving) { return; }
    var now = Date.now();
    if (now - scannedAt > SCAN_GAP_MS) { scanned = ''; }
    scannedAt = now;
    if (event.key === 'Enter') {
      var code = document.getElementById('code');
      var secret = SECRET.exec(scanned);
      scanned = '';
      if (!secret) { return; }
      event.preventDefault();
      if (code) { code.value = ''; }
      ask({ link: secret[1] }, false);
    } else if (event.key === 'Tab') {
      scanned = '';
    } else if (event.key && event.key.length === 1) {
      scanned += event.key;
    }
  }

  if (isKiosk) {
    ['mousedown', 'touchstart', 'keydown', 'scroll', 'input'].forEach(function (name) {
      document.addEventListener(name, touched, true);
    });
    document.addEventListener('keydown', scan, true);
    document.addEventListener('click', function (event) {
      var link = event.target, options = root.querySelector('.lookup-options');
      if (link.tagName === 'A' && options.contains(link)) { choose(event, function () { location.assign(link.href); }); }
    });
    document.addEventListener('contextmenu', function (event) { event.preventDefault(); });
    document.addEventListener('dragstart', function (event) { event.preventDefault(); });
    document.getElementById('stay').onclick = touched;
    document.getElementById('done').onclick = clear;
    setInterval(count, 1000);
    count();
  } else {
    document.addEventListener('visibilitychange', wake);
    window.addEventListener('pageshow', function (event) { if (event.persisted) { wake(); } });
    window.addEventListener('online', wake);
  }

  dress();

  /* ---- Start ---- */

  function begin() {
    var secret = location.hash.slice(1);
    if (SECRET.test(secret)) {
      /* Removes the secret from the address bar and the history. */
      window.history.replaceState(null, '', location.pathname + location.search);
      hang();
      ask({ link: secret }, false);
    } else if (ticket()) {
      keep(ticket());
      follow();
    } else if (kept() && !content.querySelector('.errors')) {
      ask({ ticket: kept() }, false);
    }
  }

  window.addEventListener('hashchange', begin);
  begin();
}());
