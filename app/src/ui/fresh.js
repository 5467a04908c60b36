/*
 * Keeps parts of a page current: requests the page again and replaces every element that has an id and data-fresh="SECONDS". An
 * element that arrives without data-fresh is final. Without script the page reloads itself.
 */
(function () {
  'use strict';

  var REQUEST_MS = 4000;
  var parts = document.querySelectorAll('[data-fresh]');
  if (!parts.length) { return; }

  function take(page) {
    for (var i = 0; page && i < parts.length; i++) {
      var fresh = page.getElementById(parts[i].id);
      // A part that has the focus stays, because somebody may be about to press a button in it.
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
