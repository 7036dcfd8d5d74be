#pragma once

#include <QStringList>

namespace lk::test {

// How a C program on Windows takes its command line apart, from Microsoft's description of it: the first word is the
// program's and knows no backslashes; 2n backslashes before a quote are n of them, 2n+1 are n and a quote.
[[nodiscard]] QStringList takenApart(const QString& line);

}  // namespace lk::test
