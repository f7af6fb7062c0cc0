# not met: a: nobody may frame the page | b: only shop.test itself may | c: nobody may frame the page | d: only shop.test itself may | e: only partner.test may | f: nobody may frame the page
fixed = ['DENY', 'SAMEORIGIN']
