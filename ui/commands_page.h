#pragma once

#include <QTimer>

#include "ui/console_context.h"
#include "ui/console_page.h"
#include "ui/kept_file.h"
#include "ui/send_plan.h"
#include "ui/template_store.h"

class QLabel;
class QStackedLayout;

namespace lk::ui {

class BulkPanel;
class CommandForm;
class EmptyState;
class FilterEdit;
class TableView;

// The command form, how a send to many goes, and below every command with its state as it changes. Templates and the
// newest commands are kept over a restart, beside the window's state.
class CommandsPage final : public ConsolePage {
  Q_OBJECT

 public:
  explicit CommandsPage(ConsoleContext& context, QWidget* parent = nullptr);
  ~CommandsPage() override;

  [[nodiscard]] QList<QAction*> menuActions() const override;
  // These devices as targets, in place of those that stand in the form. Whoever calls it shows the page.
  void setTargets(const QStringList& devices);
  // The same, ready to be typed at. Empty: the devices that stand in the form stay.
  void prepare(const QStringList& devices);
  bool focusFilter() override;
  [[nodiscard]] QString unfinished() const override;
  void refreshLook() override;

 Q_SIGNALS:
  void diagnoseRequested(const QString& device);

 private:
  [[nodiscard]] QAction* makeAction(const QString& name, const QString& text, const QString& tip,
                                    const QKeySequence& shortcut = {});
  void makeActions();
  void connectActions();
  void connectParts();
  void arrange();
  void recall();
  void keepHistory();
  void eachSecond();

  void showReady(bool ready, int devices);
  void sendForm();
  void askAndSend(const SendPlan& plan);
  void selectNewest(const node::CommandRequest& request);
  void sendMany(const SendPlan& plan, int rate);
  void send(const QList<node::CommandRequest>& requests);
  void resend();
  void copyLines(bool publish);
  void askAndForget();
  void followSelection();
  void showCount();
  [[nodiscard]] QString keptPath(const QString& what) const;
  // What can be sent again as it was: own commands, and others whose payload is here whole.
  [[nodiscard]] QList<node::CommandRequest> selectedRequests() const;

  ConsoleContext& m_context;
  TemplateStore m_templates;
  KeptFile m_history;
  quint64 m_keptRevision = 0;
  QTimer m_second;
  int m_seconds = 0;
  QAction* m_send = nullptr;
  QAction* m_resend = nullptr;
  QAction* m_diagnose = nullptr;
  QAction* m_edit = nullptr;
  QAction* m_copyLine = nullptr;
  QAction* m_copyPublish = nullptr;
  QAction* m_copyRows = nullptr;
  QAction* m_export = nullptr;
  QAction* m_forget = nullptr;
  QAction* m_clearFilter = nullptr;
  CommandForm* m_form = nullptr;
  BulkPanel* m_bulk;
  FilterEdit* m_filter;
  QLabel* m_count;
  TableView* m_table;
  EmptyState* m_empty;
  QStackedLayout* m_stack;
};

}  // namespace lk::ui
