#pragma once

#include <QByteArray>
#include <QProcessEnvironment>
#include <QString>
#include <QTemporaryDir>

namespace lk::test {

// A machine of its own for one test: its own home, configuration and runtime folders, no display, no settings.
class Place {
 public:
  [[nodiscard]] bool good() const { return m_dir.isValid(); }
  [[nodiscard]] QString path(const QString& name) const { return m_dir.filePath(name); }
  [[nodiscard]] QProcessEnvironment environment() const;

  // Writes a file and returns its path; empty if it can't be written.
  [[nodiscard]] QString write(const QString& name, const QByteArray& text) const;
  // Where the program looks for its settings when no --config is given.
  [[nodiscard]] QString defaultSettingsFile() const;

 private:
  QTemporaryDir m_dir;
};

[[nodiscard]] QByteArray contents(const QString& path);

// A path as the program names it in its sentences.
[[nodiscard]] QByteArray native(const QString& path);

}  // namespace lk::test
