# not met: a: shows as text, and no script tag runs it | b: is saved, and no script tag runs it | c: a script tag runs it, by its type and no guess | d: an img tag shows it, and opened it runs no script | e: is JSON, and no browser guesses
served = object()
