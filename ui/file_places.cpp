#include "ui/file_places.h"

#include <QDir>
#include <QStandardPaths>

namespace lk::ui {

QString documentFile(const QString& name) {
  const QDir documents(QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation));
  return (documents.exists() ? documents : QDir::home()).absoluteFilePath(name);
}

}  // namespace lk::ui
