#pragma once

#include <QWidget>

#include "server/setup/errands.h"
#include "server/setup/nginx_picture.h"
#include "ui/console_context.h"

class QComboBox;
class QLabel;
class QStackedLayout;
class QVBoxLayout;
class QAction;

namespace lk::ui {

class CommandLines;
class EmptyState;
class SideBySideView;

// nginx's way of devices: what is in use beside what the live nodes ask for, and what changes it.
class NginxPanel final : public QWidget {
  Q_OBJECT

 public:
  explicit NginxPanel(ConsoleContext& context, QWidget* parent = nullptr);

  // Looks, if nobody has yet.
  void lookOnce();
  void refreshLook();
  [[nodiscard]] QList<QAction*> actions() const {
    return {m_look, m_copy, m_test, m_apply, m_reload, m_rollback, m_stop};
  }

 Q_SIGNALS:
  void said(const QString& text);
  void failed(const QString& text);
  void looked(const lk::setup::NginxPicture& picture);

 private:
  [[nodiscard]] QAction* makeAction(const QString& name, const QString& text, const QString& tip);
  void makeActions();
  void arrange();
  void look();
  void take(const setup::NginxPicture& picture);
  void showHead();
  void showFile(int place);
  void prepare(setup::NginxOperation operation);
  void ask(const setup::NginxPlan& plan);
  void carryOut(const setup::NginxPlan& plan);
  void showOutcome(setup::NginxOperation operation, const setup::NginxOutcome& outcome);
  void showBusy(const QString& what);
  void addStep(setup::Grade grade, const QString& text, const QString& evidence);
  void clearSteps();

  ConsoleContext& m_context;
  setup::Errands m_errands;
  setup::NginxPicture m_picture;
  bool m_hasLooked = false;
  bool m_isChanging = false;
  QAction* m_look = nullptr;
  QAction* m_copy = nullptr;
  QAction* m_test = nullptr;
  QAction* m_apply = nullptr;
  QAction* m_reload = nullptr;
  QAction* m_rollback = nullptr;
  QAction* m_stop = nullptr;
  QAction* m_cancel = nullptr;
  QLabel* m_head = nullptr;
  QLabel* m_summary = nullptr;
  QLabel* m_busy = nullptr;
  QComboBox* m_files = nullptr;
  SideBySideView* m_view = nullptr;
  QWidget* m_outcome = nullptr;
  QLabel* m_outcomeTitle = nullptr;
  QVBoxLayout* m_steps = nullptr;
};

}  // namespace lk::ui
