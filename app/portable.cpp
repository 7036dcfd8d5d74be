#include "app/portable.h"

#include <QFileInfo>

namespace lk::app {

CommandLine withPortableFolder(CommandLine line, const QString& programFolder) {
  const QString option = QStringLiteral("data-folder");
  if (line.has(option) || line.verb == QLatin1StringView("service") ||
      !QFileInfo(programFolder + QStringLiteral("/portable.ini")).isFile())
    return line;
  line.options[option] = {programFolder};
  return line;
}

}  // namespace lk::app
