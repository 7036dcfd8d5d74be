#include <QFile>

#include "tests/base/opened_to_others.h"

namespace lk::test {

bool openToOthers(const QString& path) {
  return QFile::setPermissions(path, QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ReadOther);
}

}  // namespace lk::test
