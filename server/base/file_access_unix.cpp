#include <QFile>
#include <QFileInfo>

#include "server/base/file_access.h"

namespace lk {

bool othersMay(Use use, const QString& path) {
  const auto theirs = use == Use::Reading ? QFileDevice::ReadGroup | QFileDevice::ReadOther
                                          : QFileDevice::WriteGroup | QFileDevice::WriteOther;
  return (QFileInfo(path).permissions() & theirs) != 0;
}

bool closeToOthers(const QString& path) {
  QFileDevice::Permissions mine = QFileDevice::ReadOwner | QFileDevice::WriteOwner;
  if (QFileInfo(path).isDir()) mine |= QFileDevice::ExeOwner;
  return QFile::setPermissions(path, mine);
}

QString closingCommand(const QString& path) { return QStringLiteral("chmod 600 ") + path; }

}  // namespace lk
