#include "server/base/settings_rescue.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

#include "server/base/settings_file.h"

namespace lk {

namespace {

using Check = std::function<Result<void>(const Settings&, const SettingsPlaces&)>;

Result<void> good(const QString& path, const Check& check) {
  Settings settings;
  SettingsPlaces places;
  if (auto read = readSettingsFile(path, true, settings, &places); !read) return read;
  return check(settings, places);
}

// A name that is not taken: FILE.broken-20260314-091205, with a number behind it within the same second.
QString asideName(const QString& path) {
  const QString stem =
      path + QStringLiteral(".broken-") + QDateTime::currentDateTime().toString(QStringLiteral("yyyyMMdd-HHmmss"));
  QString name = stem;
  for (int number = 2; QFileInfo::exists(name); ++number) name = stem + QStringLiteral("-%1").arg(number);
  return name;
}

bool replace(const QString& path, const QString& by) {
  QFile from(by);
  if (!from.open(QIODevice::ReadOnly)) return false;
  const QByteArray bytes = from.readAll();
  QSaveFile file(path);
  return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.commit();
}

}  // namespace

Result<std::optional<SettingsRescue>> rescueSettingsFile(const QString& path, const Check& check) {
  if (!QFileInfo::exists(path)) return std::optional<SettingsRescue>();
  const auto file = good(path, check);
  if (file) return std::optional<SettingsRescue>();
  SettingsRescue rescue;
  rescue.why = file.error().text;
  rescue.keptAs = asideName(path);
  // A copy first: whoever is killed here still has the file, and the next start comes here again.
  if (!QFile::copy(path, rescue.keptAs)) return file.error();
  const QString backup = path + QStringLiteral(".bak");
  rescue.fromBackup = QFileInfo::exists(backup) && good(backup, check) && replace(path, backup);
  if (!rescue.fromBackup && !QFile::remove(path)) {
    QFile::remove(rescue.keptAs);
    return file.error();
  }
  return std::optional(rescue);
}

}  // namespace lk
