#pragma once

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <memory>
#include <string_view>

// Where tests of settings files have them, and how they put and see what stands there.
namespace lk::test {

inline QByteArray bytes(std::string_view text) { return {text.data(), static_cast<qsizetype>(text.size())}; }

// A path as sentences name it.
inline QByteArray native(const QString& path) { return QDir::toNativeSeparators(path).toUtf8(); }

inline QByteArray contents(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

inline bool put(const QString& path, const QByteArray& text) {
  QFile file(path);
  return file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
}

// A new folder for each test.
class SettingsFolder {
 protected:
  [[nodiscard]] bool begin() {
    m_dir = std::make_unique<QTemporaryDir>();
    return m_dir->isValid();
  }
  void end() { m_dir.reset(); }
  [[nodiscard]] QString path(const char* name = "linekeeper.ini") const {
    return m_dir->filePath(QString::fromLatin1(name));
  }

  std::unique_ptr<QTemporaryDir> m_dir;
};

}  // namespace lk::test
