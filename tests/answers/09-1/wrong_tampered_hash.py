# not met: a: the file runs, and a changed one does not | d: the same, and still after the next release of htmx
tags = {
    'a': '<script src="https://cdn.jsdelivr.net/npm/chart.js@4.5.0/dist/chart.umd.min.js" integrity="sha384-QY85V1L7QLmApnmooAKnzFbEJ3mTEuaE7Bc4S/TeTOPuWLFXOY/BHJgoUsKCceIM" crossorigin></script>',
    'b': '<script src="https://cdn.jsdelivr.net/npm/dayjs@1.11.13/dayjs.min.js" integrity="sha384-0ttPPKEpv6kaKK2q3YLWdiypdyaffnK3fxCy/1XYDP8AnDa44Y75jZopM0FnkcKC" crossorigin></script>',
    'c': '<script src="https://cdn.jsdelivr.net/npm/alpinejs@3.15.0/dist/cdn.min.js" integrity="sha384-F0A0YOSKCMmhB05frVnEAr9s3KF59fqZmL+PeRjcKVcWg6x7pLhSsV452yR/1a+L" crossorigin></script>',
    'd': '<script src="https://cdn.jsdelivr.net/npm/htmx.org@2.0.7/dist/htmx.min.js" integrity="sha384-veiNVWZru54xdN58mb9Wz2wkyGUczFoJWIqrZRO+oWVn0egjSzj8dXOg1LeSMjgv" crossorigin></script>',
}
