#pragma once

#include <QDialog>

#include "ui/dry_run.h"

class QCheckBox;
class QGridLayout;
class QLabel;
class QPushButton;
class QSpinBox;

namespace lk::ui {

// What sending to many would mean, before it is done: how many, who of them is there, how much, how long.
class SendManyDialog final : public QDialog {
  Q_OBJECT

 public:
  // run: started by this.
  SendManyDialog(DryRun* run, bool durable, int rate, QWidget* parent = nullptr);

 Q_SIGNALS:
  void sendRequested(const lk::ui::SendPlan& plan, int rate);

 private:
  QLabel* addFact(const QString& name, const QString& tip);
  void addButtons();
  void showCounts();
  void showProblems();
  [[nodiscard]] qsizetype toSend() const;

  DryRun* m_run;
  QGridLayout* m_facts;
  QLabel* m_heading;
  QLabel* m_connected;
  QLabel* m_seen;
  QLabel* m_unknown;
  QLabel* m_again;
  QLabel* m_payload;
  QLabel* m_first;
  QLabel* m_note;
  QLabel* m_problem;
  QCheckBox* m_onlyConnected;
  QSpinBox* m_rate;
  QLabel* m_duration;
  QPushButton* m_yes;
  const bool m_durable;
};

}  // namespace lk::ui
