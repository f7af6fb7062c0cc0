# all met
tags = {
    'a': '<script src="https://cdn.jsdelivr.net/npm/chart.js@4.5.0/dist/chart.umd.min.js" integrity="sha256-YnreNN/5OZ2fqtc37YaR/OJZjo4cyO8pKjR3G3NT7qA=" crossorigin></script>',
    'b': '<script src="https://cdn.jsdelivr.net/npm/dayjs@1.11.13/dayjs.min.js" integrity="sha256-M6i7Qdr+HGP8au6QdhjPFuY1hR2c0W0ZEkG8JJtO47Y=" crossorigin></script>',
    'c': '<script src="https://cdn.jsdelivr.net/npm/alpinejs@3.15.0/dist/cdn.min.js" integrity="sha256-l1hAIvWT73E0SxeSTryv41OA4gPvRslUTVfN2vMZ0Vg=" crossorigin></script>',
    'd': '<script src="https://cdn.jsdelivr.net/npm/htmx.org@2.0.7/dist/htmx.min.js" integrity="sha256-MAo/p+9lDx9D10tSqksPctAonVRg0ce1V2i5x5EGfIQ=" crossorigin></script>',
}
