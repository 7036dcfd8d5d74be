#pragma once

#include <QFrame>

#include "ui/bulk_send.h"

class QAction;
class QLabel;
class QPushButton;

namespace lk::ui {

class OutcomeBar;

// How a send to many goes: progress, counts for each state, stop; and when it is over, its results as a file and the
// failed ones as targets again.
class BulkPanel final : public QFrame {
  Q_OBJECT

 public:
  explicit BulkPanel(const Theme& theme, QWidget* parent = nullptr);

  // In place of the one before, which is forgotten. Null: hides itself.
  void follow(BulkSend* run);
  [[nodiscard]] BulkSend* run() const { return m_run; }
  [[nodiscard]] QList<QAction*> panelActions() const {
    return {m_stop, m_export, m_exportFailures, m_retarget, m_close};
  }
  void refreshLook();

 Q_SIGNALS:
  void targetsRequested(const QStringList& devices);
  void said(const QString& text);
  void failed(const QString& text);

 private:
  [[nodiscard]] QAction* makeAction(const QString& name, const QString& text, const QString& tip);
  void arrange();
  void showRun();
  // Those that did not get it, as far as it is known.
  [[nodiscard]] int failures() const;
  [[nodiscard]] QString headingText() const;
  [[nodiscard]] QString countsText() const;
  void askAndExport(bool failuresOnly);

  const Theme& m_theme;
  BulkSend* m_run = nullptr;
  QLabel* m_heading;
  QLabel* m_counts;
  OutcomeBar* m_bar;
  QAction* m_stop;
  QAction* m_export;
  QAction* m_exportFailures;
  QAction* m_retarget;
  QAction* m_close;
  QPushButton* m_stopButton = nullptr;
};

// How a whole is made of done, failed, unsure, waiting and what has not been begun.
class OutcomeBar final : public QWidget {
  Q_OBJECT

 public:
  explicit OutcomeBar(const Theme& theme, QWidget* parent = nullptr);

  void show(const BulkSend& run);
  [[nodiscard]] QSize sizeHint() const override { return {200, 10}; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  const Theme& m_theme;
  QList<std::pair<Tone, double>> m_parts;
};

}  // namespace lk::ui
