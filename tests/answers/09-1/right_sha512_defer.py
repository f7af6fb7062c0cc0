# all met
tags = {
    'a': '<script defer crossorigin integrity=sha512-+6TZSOlyjdoskwxJeHfCqrD+FKbLEbkGBSj3MZpkDg4/zQM+ZS9QiMTcaTyiGk2D0PRtbkkNeWrzb/gaaoegRA== src=https://cdn.jsdelivr.net/npm/chart.js@4.5.0/dist/chart.umd.min.js></script>',
    'b': '<script defer crossorigin integrity=sha512-HLhnCj3ERizkMqCZXWaRYVEk5t2/brNxzJ1kSQaS4iuDrI1IdrxVlo2cYnDtiSiCw9Vmsaxqc6QdIQuJP7F7JA== src=https://cdn.jsdelivr.net/npm/dayjs@1.11.13/dayjs.min.js></script>',
    'c': '<script defer crossorigin integrity=sha512-TYxqUiuVZC59Cam4CRK3Kw+fs+bDLKdEJFHAKrWN1ZHpS1fh+xnjul7Uwdrj+LXZVQoWMX3JILnBmrUD55poeg== src=https://cdn.jsdelivr.net/npm/alpinejs@3.15.0/dist/cdn.min.js></script>',
    'd': '<script defer crossorigin integrity=sha512-doqAByxMQtWOGkaRwQ+wGfmuqdEXw6/KnPIaQ3Tx7o4y04DgOwb1Bye11oON7gQbL070vCLk7HQR1KSB9Ycxzw== src=https://cdn.jsdelivr.net/npm/htmx.org@2.0.7/dist/htmx.min.js></script>',
}
