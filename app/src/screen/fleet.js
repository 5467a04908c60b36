/*
 * Keeps the states of the walls current on an open page of a manager, and the small pictures of those that changed. It contains
 * no words: every text comes from the server. Its requests do not extend the session. Without script the page is reloaded by hand.
 */
(function () {
  'use strict';

  var ASK_MS = 2000;
  var WAIT_MS = 5000;
  var PICTURE_MS = 10000; // the shortest time between two pictures of a wall
  var list = document.getElementById('fleet');
  if (!list) { return; }
  var lost = document.getElementById('fleet-lost');
  var address = list.getAttribute('data-now') + '?lang=' + document.documentElement.lang;
  var pictures = {};

  function states(page) { return page.querySelectorAll('[data-live]'); }

  /* Reloads the picture of the same wall: in the nearest element that contains both the state and a frame. */
  function refreshPicture(state) {
    var now = window.performance.now();
    if (now - (pictures[state.id] || 0) < PICTURE_MS) { return; }
    pictures[state.id] = now;
    var place = state;
    var frame = null;
    while (place && place !== list.parentNode && !frame) {
      frame = place.querySelector('iframe');
      place = place.parentNode;
    }
    if (frame && frame.contentWindow) { frame.contentWindow.location.reload(); }
  }

  function take(page) {
    var shown = states(document);
    var isWhole = list.hasAttribute('data-all');
    for (var i = 0; i < shown.length; i++) {
      var fresh = page.getElementById(shown[i].id);
      if (!fresh) { continue; }
      // A wall that was lost or came back has other controls, so the whole page is reloaded.
      var turned = fresh.hasAttribute('data-lost') !== shown[i].hasAttribute('data-lost');
      if (isWhole && turned && document.activeElement === document.body) { return window.location.reload(); }
      if (fresh.innerHTML !== shown[i].innerHTML) {
        shown[i].innerHTML = fresh.innerHTML;
        refreshPicture(shown[i]);
      }
    }
    // A wall was added or removed. Not while an element has the focus, because somebody may be about to press a button.
    if (isWhole && states(page).length !== shown.length && document.activeElement === document.body) { window.location.reload(); }
  }

  function ask() {
    if (document.hidden) { return later(); }
    var request = new XMLHttpRequest();
    request.open('GET', address);
    request.setRequestHeader('X-Sanh-By-Itself', '1');
    request.responseType = 'document';
    request.timeout = WAIT_MS;
    request.onloadend = function () {
      var page = request.status === 200 ? request.response : null;
      var isGood = !!page && states(page).length > 0;
      if (lost) { lost.hidden = isGood; }
      if (isGood) { take(page); }
      later();
    };
    request.send();
  }

  function later() { window.setTimeout(ask, ASK_MS); }

  later();
}());
