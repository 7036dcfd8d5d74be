#pragma once

#include <QWidget>

#include "ui/console_context.h"
#include "ui/trace_model.h"

class QAction;
class QLabel;
class QPlainTextEdit;

namespace lk::ui {

class TableView;

// The frames of the device, both ways, from when somebody switches its trace on until it is switched off or another
// device is shown: a row each, and the chosen one in hex and as text.
class TracePanel final : public QWidget {
  Q_OBJECT

 public:
  explicit TracePanel(ConsoleContext& context, QWidget* parent = nullptr);
  ~TracePanel() override;

  // Empty: none. Another device ends the trace of the one before.
  void showDevice(const QString& device);
  [[nodiscard]] bool tracing() const { return m_isTracing; }
  [[nodiscard]] QList<QAction*> actions() const { return {m_trace, m_pause, m_clear}; }
  [[nodiscard]] TableView& table() { return *m_table; }
  void refreshLook();

 Q_SIGNALS:
  void said(const QString& text);

 private:
  [[nodiscard]] QAction* makeAction(const QString& name, const QString& text, const QString& tip,
                                    const QKeySequence& shortcut = {});
  void arrange();
  void setTracing(bool on);
  void showState();
  void showFrame();

  ConsoleContext& m_context;
  TraceModel m_frames;
  QString m_device;
  bool m_isTracing = false;
  QAction* m_trace;
  QAction* m_pause;
  QAction* m_clear;
  QLabel* m_state;
  TableView* m_table;
  QPlainTextEdit* m_bytes;
};

}  // namespace lk::ui
