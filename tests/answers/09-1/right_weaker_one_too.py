# all met
tags = {
    'a': '<script src="https://cdn.jsdelivr.net/npm/chart.js@4.5.0/dist/chart.umd.min.js" integrity="sha256-YnreNN/5OZ2fqtc37YaR/OJZjo4cyO8pKjR3G3NT7qA=  sha384-nn9nmsimDrb1aCrxk/yWgZ2PwB++HB5mLY8KEFizb5DcsGN5/7SyQtmorOyA7Or+" crossorigin></script>',
    'b': '<script src="https://cdn.jsdelivr.net/npm/dayjs@1.11.13/dayjs.min.js" integrity="sha256-M6i7Qdr+HGP8au6QdhjPFuY1hR2c0W0ZEkG8JJtO47Y=  sha384-0ttPPKEpv6kaKK2q3YLWdiypdyaffnK3fxCy/1XYDP8AnDa44Y75jZopM0FnkcKC" crossorigin></script>',
    'c': '<script src="https://cdn.jsdelivr.net/npm/alpinejs@3.15.0/dist/cdn.min.js" integrity="sha256-l1hAIvWT73E0SxeSTryv41OA4gPvRslUTVfN2vMZ0Vg=  sha384-F0A0YOSKCMmhB05frVnEAr9s3KF59fqZmL+PeRjcKVcWg6x7pLhSsV452yR/1a+L" crossorigin></script>',
    'd': '<script src="https://cdn.jsdelivr.net/npm/htmx.org@2.0.7/dist/htmx.min.js" integrity="sha256-MAo/p+9lDx9D10tSqksPctAonVRg0ce1V2i5x5EGfIQ=  sha384-WKwYA1HtW17mpHW4OuLqixiRghbFnMyd/fxXQo9nU8MDxgt4NsLaJcu4TtF8TNF8" crossorigin></script>',
}
