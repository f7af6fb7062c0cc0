# all met
lacks = {
    "/": [' CONTENT-SECURITY-POLICY ', ' STRICT-TRANSPORT-SECURITY ', ' X-CONTENT-TYPE-OPTIONS '],
    "/help": ['Content-Security-Policy', 'X-Content-Type-Options', 'X-Frame-Options'],
    "/account": ['Content-Security-Policy', 'Strict-Transport-Security', 'X-Content-Type-Options', 'X-Frame-Options'],
}
