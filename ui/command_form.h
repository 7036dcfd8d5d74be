#pragma once

#include <QFrame>

#include "ui/commands_model.h"
#include "ui/console_context.h"
#include "ui/payload_text.h"

class QComboBox;
class QLabel;
class QPlainTextEdit;
class QPushButton;
class QSpinBox;

namespace lk::ui {

class DeviceField;

// Whom to send what, and how: checked while it is typed, so that what can be sent will be taken.
class CommandForm final : public QFrame {
  Q_OBJECT

 public:
  CommandForm(ConsoleContext& context, QAction* send, QWidget* parent = nullptr);

  void setDevices(const QStringList& devices);
  void setRequest(const node::CommandRequest& request);
  void focusBest();  // the first field that still wants something

  // One for each device, each with a fresh id; nothing while the form has errors.
  [[nodiscard]] QList<node::CommandRequest> requests() const;

 Q_SIGNALS:
  void readyChanged(bool ready, int devices);

 private:
  void makeFields();
  void arrange(QAction* send);
  void check();
  [[nodiscard]] QString deviceProblem(const QStringList& devices) const;
  [[nodiscard]] QString ttlProblem() const;
  [[nodiscard]] QString hint(const QStringList& devices, qsizetype bytes) const;
  [[nodiscard]] PayloadForm payloadForm() const;
  [[nodiscard]] qint64 ttlS() const;
  void setTtl(qint64 seconds);

  ConsoleContext& m_context;
  DeviceField* m_devices;
  QPlainTextEdit* m_payload;
  QComboBox* m_form;
  QComboBox* m_delivery;
  QSpinBox* m_ttl;
  QComboBox* m_ttlUnit;
  QSpinBox* m_timeout;
  QLabel* m_status;
  bool m_ready = false;
};

}  // namespace lk::ui
