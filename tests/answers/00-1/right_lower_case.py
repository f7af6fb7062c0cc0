# all met
lacks = {
    "/": ['content-security-policy', 'strict-transport-security', 'x-content-type-options'],
    "/help": ['content-security-policy', 'x-content-type-options', 'x-frame-options'],
    "/account": ['content-security-policy', 'strict-transport-security', 'x-content-type-options', 'x-frame-options'],
}
