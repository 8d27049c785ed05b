/* SPDX-License-Identifier: MIT */
#include "core/error.h"
#include "corpus/report.h"
fuda_status fuda_report_html(const fuda_report *report, const char *path, bool force, fuda_error *err)
{
    (void)report; (void)path; (void)force;
    return fuda_fail(err, FUDA_E_ARG, "not yet");
}
