#pragma once

#include <QWidget>

#include "ui/template_store.h"

class QAction;
class QComboBox;

namespace lk::ui {

class Theme;

// Chooses among the named templates, saves what stands in the form under a name, renames and deletes.
class TemplateBar final : public QWidget {
  Q_OBJECT

 public:
  TemplateBar(const Theme& theme, TemplateStore& store, QWidget* parent = nullptr);

  [[nodiscard]] QList<QAction*> templateActions() const { return {m_save, m_rename, m_remove}; }
  // What would be saved; the name does not matter.
  void offer(const CommandTemplate& current) { m_current = current; }
  void refreshLook();

 Q_SIGNALS:
  void chosen(const lk::ui::CommandTemplate& one);
  void said(const QString& text);

 private:
  void showNames();
  void follow();
  [[nodiscard]] QString name() const;
  void askAndSave();
  void askAndRename();
  void askAndRemove();
  void select(const QString& name);

  const Theme& m_theme;
  TemplateStore& m_store;
  QComboBox* m_names;
  QAction* m_save;
  QAction* m_rename;
  QAction* m_remove;
  CommandTemplate m_current;
};

}  // namespace lk::ui
