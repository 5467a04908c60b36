/*
 * Beside the form of a notice: shows how many characters are left and how the text will look on a wall. Without script the
 * server checks the length, and a button shows the preview.
 */
(function () {
  'use strict';

  var form = document.getElementById('compose');
  var look = document.getElementById('look');
  if (!form || !look) { return; }

  var priority = document.getElementById('priority');
  var longFrom = (look.getAttribute('data-long-from') || '').split(' ').map(Number);
  var lengths = ['short', 'medium', 'long', 'longest'];

  function text(name) { return document.getElementById(name).value.trim(); }

  /* Counts as the server does: by code points, not by UTF-16 units. */
  function chars(value) { return Array.from ? Array.from(value).length : value.length; }

  /* The width of a text in small letters: a capital counts a third more. */
  function room(value) {
    var capitals = 0;
    for (var i = 0; i < value.length; i++) {
      var letter = value.charAt(i);
      if (letter !== letter.toLowerCase()) { capitals += 1; }
    }
    return chars(value) + Math.floor(capitals / 3);
  }

  function put(selector, value, length) {
    var place = look.querySelector(selector);
    if (!place) { return; }
    place.textContent = value;
    place.setAttribute('data-length', length);
  }

  function left(name, max) {
    var place = document.querySelector('[data-left="' + name + '"]');
    var count = max - chars(text(name));
    if (!place) { return; }
    place.textContent = String(count);
    place.parentNode.classList[count < 0 ? 'add' : 'remove']('too-long');
  }

  function show() {
    var vi = text('vi');
    var en = text('en');
    var isEmergency = !!priority && priority.value === 'emergency';
    var max = Number(form.getAttribute(isEmergency ? 'data-max-emergency' : 'data-max-notice'));
    var taken = Math.max(room(vi), room(en));
    var length = lengths[longFrom.filter(function (from) { return taken > from; }).length];
    left('vi', max);
    left('en', max);
    put('.look-vi .notice', vi, length);
    put('.look-en .notice', en || vi, length);
    put('[lang="vi"] > .emergency-text', vi, length);
    put('[lang="en"] > .emergency-text', en, length);
    look.setAttribute('data-priority', isEmergency ? 'emergency' : 'notice');
    look.setAttribute('data-en', en ? 'some' : 'none');
    form.setAttribute('data-priority', isEmergency ? 'emergency' : 'notice');
  }

  form.addEventListener('input', show);
  form.addEventListener('change', show);
  show();
}());
