# not met: The dashboard shows a hostile report as text | A report of more than 64 kB is answered 413 | Forty reports in a row are kept, of a hundred at most fifty | What is no report is answered 4xx | The answer to a report repeats nothing of it | A report by report-uri is on the dashboard | Every violation by report-to is on the dashboard, and no other report | The shop's pages answer as they did
def add_collector(app):
    return "reports"
