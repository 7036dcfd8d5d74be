#pragma once

#include "ui/console_context.h"
#include "ui/console_page.h"

class QLabel;
class QStackedLayout;

namespace lk::ui {

class CommandForm;
class EmptyState;
class FilterEdit;
class TableView;

// The command form, and below it every command with its state as it changes.
class CommandsPage final : public ConsolePage {
  Q_OBJECT

 public:
  explicit CommandsPage(ConsoleContext& context, QWidget* parent = nullptr);
  ~CommandsPage() override;

  [[nodiscard]] QList<QAction*> menuActions() const override {
    return {m_send, m_resend, m_diagnose, m_edit, m_copyLine, m_copyRows, m_export};
  }
  // These devices as targets, in place of those that stand in the form. Whoever calls it shows the page.
  void setTargets(const QStringList& devices);
  // The same, ready to be typed at. Empty: the devices that stand in the form stay.
  void prepare(const QStringList& devices);
  bool focusFilter() override;
  void refreshLook() override;

 Q_SIGNALS:
  void diagnoseRequested(const QString& device);

 private:
  [[nodiscard]] QAction* makeAction(const QString& name, const QString& text, const QString& tip,
                                    const QKeySequence& shortcut = {});
  void makeActions();
  void arrange();
  void showReady(bool ready, int devices);
  void sendForm();
  void askAndSend(const QList<node::CommandRequest>& requests);
  void send(const QList<node::CommandRequest>& requests);
  void resend();
  void copyLines();
  void followSelection();
  void showCount();
  // What can be sent again as it was: own commands, and others whose payload is here whole.
  [[nodiscard]] QList<node::CommandRequest> selectedRequests() const;

  ConsoleContext& m_context;
  QAction* m_send = nullptr;
  QAction* m_resend = nullptr;
  QAction* m_diagnose = nullptr;
  QAction* m_edit = nullptr;
  QAction* m_copyLine = nullptr;
  QAction* m_copyRows = nullptr;
  QAction* m_export = nullptr;
  QAction* m_clearFilter = nullptr;
  CommandForm* m_form = nullptr;
  FilterEdit* m_filter;
  QLabel* m_count;
  TableView* m_table;
  EmptyState* m_empty;
  QStackedLayout* m_stack;
};

}  // namespace lk::ui
