/*
 * Keeps the parts of a page that say so current: every element with an id and data-fresh="SECONDS" is replaced by what the
 * page shows of it when it is asked again. One that then has no data-fresh is at its end. Without script the page loads itself again.
 */
(function () {
  'use strict';

  var REQUEST_MS = 4000;
  var parts = document.querySelectorAll('[data-fresh]');
  if (!parts.length) { return; }

  function take(page) {
    for (var i = 0; page && i < parts.length; i++) {
      var fresh = page.getElementById(parts[i].id);
      // What holds the focus is left alone: somebody is about to press it.
      if (fresh && fresh.innerHTML !== parts[i].innerHTML && !parts[i].contains(document.activeElement)) {
        parts[i].innerHTML = fresh.innerHTML;
        if (!fresh.hasAttribute('data-fresh')) { parts[i].removeAttribute('data-fresh'); }
      }
    }
    later();
  }

  function ask() {
    if (document.hidden) {
      later();
      return;
    }
    var request = new XMLHttpRequest();
    request.open('GET', window.location.href);
    request.setRequestHeader('X-Sanh-By-Itself', '1');
    request.responseType = 'document';
    request.timeout = REQUEST_MS;
    request.onloadend = function () { take(request.status === 200 ? request.response : null); };
    request.send();
  }

  function later() {
    var first = document.querySelector('[data-fresh]');
    if (first) { window.setTimeout(ask, (Number(first.getAttribute('data-fresh')) || 5) * 1000); }
  }

  later();
}());
