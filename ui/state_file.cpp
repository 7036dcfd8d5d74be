#include "ui/state_file.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>

namespace lk::ui {

std::unique_ptr<QSettings> openStateFile(const QString& path, QString& problem) {
  auto state = std::make_unique<QSettings>(path, QSettings::IniFormat);
  if (state->status() != QSettings::FormatError) return state;
  state.reset();
  const QString kept = path + QStringLiteral(".broken");
  QFile::remove(kept);
  // Renamed when it can be, so that it is never read again; else this window remembers nothing.
  if (!QFile::rename(path, kept)) {
    problem =
        QCoreApplication::translate("lk::ui::StateFile",
                                    "%1, which remembers the window's place and columns, can't be read. Delete it "
                                    "to have them remembered again.")
            .arg(QDir::toNativeSeparators(path));
    return nullptr;
  }
  problem = QCoreApplication::translate("lk::ui::StateFile",
                                        "%1, which remembers the window's place and columns, can't be read. It is kept "
                                        "as %2, and the window starts anew.")
                .arg(QDir::toNativeSeparators(path), QDir::toNativeSeparators(kept));
  return std::make_unique<QSettings>(path, QSettings::IniFormat);
}

}  // namespace lk::ui
