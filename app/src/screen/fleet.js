/*
 * Keeps the states of the walls on an open page of the managers current, and the small pictures of those that changed. Holds no
 * words: every text comes from the server. Asking keeps no session from running out. Without it the page is loaded again by hand.
 */
(function () {
  'use strict';

  var ASK_MS = 2000;
  var WAIT_MS = 5000;
  var PICTURE_MS = 10000; // the least time between two pictures of a wall
  var list = document.getElementById('fleet');
  if (!list) { return; }
  var lost = document.getElementById('fleet-lost');
  var address = list.getAttribute('data-now') + '?lang=' + document.documentElement.lang;
  var pictures = {};

  function states(page) { return page.querySelectorAll('[data-live]'); }

  /* The frame beside a state: the nearest element that holds both. */
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
      // What is shown beside a wall that was lost or came back is another picture.
      var turned = fresh.hasAttribute('data-lost') !== shown[i].hasAttribute('data-lost');
      if (isWhole && turned && document.activeElement === document.body) { return window.location.reload(); }
      if (fresh.innerHTML !== shown[i].innerHTML) {
        shown[i].innerHTML = fresh.innerHTML;
        refreshPicture(shown[i]);
      }
    }
    // Another wall has come, or one is gone: unless somebody is about to press a button.
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
