#pragma once

#include "ui/command_memory.h"
#include "ui/kept_file.h"

namespace lk::ui {

// The named templates, by name, kept in a file. What is done to them is written at once.
class TemplateStore final : public QObject {
  Q_OBJECT

 public:
  // An empty path: they live as long as the console.
  explicit TemplateStore(const QString& path, QObject* parent = nullptr);

  // Reads the file. The answer is empty, or says what is wrong with it and where it was put.
  [[nodiscard]] QString load();
  [[nodiscard]] const QList<CommandTemplate>& all() const { return m_all; }
  // Null: there is none of this name.
  [[nodiscard]] const CommandTemplate* find(const QString& name) const;

  // In place of the one of its name, if there is. False: the name can't be, or there are as many as there may be.
  bool put(const CommandTemplate& one);
  // False: there is none of that name, or another one has the new name.
  bool rename(const QString& from, const QString& to);
  bool remove(const QString& name);

 Q_SIGNALS:
  void changed();
  void failed(const QString& text);

 private:
  void sortAndSave();

  KeptFile m_file;
  QList<CommandTemplate> m_all;
};

}  // namespace lk::ui
