#pragma once

#include "ui/check_board.h"
#include "ui/console_page.h"

class QLabel;
class QPushButton;
class QTabWidget;

namespace lk::ui {

class ChecksPanel;
class NginxPanel;
class NginxPickPanel;

// What stands around the nodes: the checks and how to mend what they find, and nginx's way of devices.
class SetupPage final : public ConsolePage {
  Q_OBJECT

 public:
  explicit SetupPage(ConsoleContext& context, QWidget* parent = nullptr);

  [[nodiscard]] QList<QAction*> menuActions() const override;
  void refreshLook() override;

  // Everything that was found, as text.
  [[nodiscard]] QString report() const;
  // The error says why not; empty: it is written.
  [[nodiscard]] QString exportTo(const QString& path) const;

 Q_SIGNALS:
  // How many problems there are now; sentence: the first of them. None: no problem is known.
  void problemsFound(int problems, const QString& sentence);

 private:
  [[nodiscard]] QAction* makeAction(const QString& name, const QString& text, const QString& tip,
                                    const QKeySequence& shortcut = {});
  void makeActions();
  void arrange();
  void showState();
  void tellProblems();
  void askAndExport();

  ConsoleContext& m_context;
  CheckBoard m_board;
  QAction* m_runAll = nullptr;
  QAction* m_runArea = nullptr;
  QAction* m_cancelAll = nullptr;
  QAction* m_copyAll = nullptr;
  QAction* m_export = nullptr;
  QPushButton* m_run = nullptr;
  QLabel* m_summary;
  QTabWidget* m_tabs;
  ChecksPanel* m_checks;
  NginxPanel* m_nginx;
  NginxPickPanel* m_pick;
};

}  // namespace lk::ui
