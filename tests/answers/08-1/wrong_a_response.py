# not met: The dashboard shows a hostile report as text | A report of more than 64 kB is answered 413 | Of 100 reports in a row, at most 50 are kept | What is no report is answered 4xx | The answer to a report repeats nothing of it | A report by report-uri is on the dashboard | Every violation by report-to is on the dashboard | The shop's pages answer as they did
def add_collector(app):
    return "reports"
