# not met: a: the file runs, and a changed one does not
tags = {
    'a': '<svg><script href="https://cdn.jsdelivr.net/npm/chart.js@4.5.0/dist/chart.umd.min.js" /></svg>' '<script src="https://cdn.jsdelivr.net/npm/chart.js@4.5.0/dist/chart.umd.min.js" integrity="sha384-nn9nmsimDrb1aCrxk/yWgZ2PwB++HB5mLY8KEFizb5DcsGN5/7SyQtmorOyA7Or+" crossorigin="anonymous"></script>',
    'b': '<script src="https://cdn.jsdelivr.net/npm/dayjs@1.11.13/dayjs.min.js" integrity="sha384-0ttPPKEpv6kaKK2q3YLWdiypdyaffnK3fxCy/1XYDP8AnDa44Y75jZopM0FnkcKC" crossorigin="anonymous"></script>',
    'c': '<script src="https://cdn.jsdelivr.net/npm/alpinejs@3.15.0/dist/cdn.min.js" integrity="sha384-F0A0YOSKCMmhB05frVnEAr9s3KF59fqZmL+PeRjcKVcWg6x7pLhSsV452yR/1a+L" crossorigin="anonymous"></script>',
    'd': '<script src="https://cdn.jsdelivr.net/npm/htmx.org@2.0.7/dist/htmx.min.js" integrity="sha384-WKwYA1HtW17mpHW4OuLqixiRghbFnMyd/fxXQo9nU8MDxgt4NsLaJcu4TtF8TNF8" crossorigin="anonymous"></script>',
}
