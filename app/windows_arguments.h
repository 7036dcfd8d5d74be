#pragma once

#include <QStringList>

namespace lk::app {

// One word of a Windows command line, such that a C program (and Qt) finds it as it was: quoted where it has to be,
// with backslashes before a quote doubled.
[[nodiscard]] QString windowsQuoted(const QString& argument);

// A whole command line. The program's path is always quoted: without it, one with a space could be taken for another
// program's. It has no quote in it, as no path does.
[[nodiscard]] QString windowsCommandLine(const QString& program, const QStringList& arguments);

}  // namespace lk::app
