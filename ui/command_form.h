#pragma once

#include <QFrame>

#include "ui/console_context.h"
#include "ui/send_plan.h"
#include "ui/template_store.h"

class QComboBox;
class QLabel;
class QPushButton;
class QSpinBox;

namespace lk::ui {

class PayloadEdit;
class TargetField;
class TemplateBar;

// Whom to send what, and how: checked while it is typed, so that what can be sent will be taken.
class CommandForm final : public QFrame {
  Q_OBJECT

 public:
  CommandForm(ConsoleContext& context, TemplateStore& templates, QAction* send, QWidget* parent = nullptr);

  void setDevices(const QStringList& devices);
  void setRequest(const node::CommandRequest& request);
  void focusBest();  // the first field that still wants something
  [[nodiscard]] QList<QAction*> templateActions() const;
  void refreshLook();

  [[nodiscard]] bool ready() const { return m_ready; }
  // Meaningful while the form has no errors.
  [[nodiscard]] SendPlan plan() const;

 Q_SIGNALS:
  // devices: -1, nobody knows yet.
  void readyChanged(bool ready, int devices);
  void said(const QString& text);

 private:
  void makeFields();
  void arrange(QAction* send);
  void setTemplate(const CommandTemplate& one);
  void setDelivery(qint64 ttlS, qint64 timeoutS);
  void check();
  void offerTemplate();
  [[nodiscard]] QString ttlProblem() const;
  [[nodiscard]] QString sizeProblem(qsizetype bytes) const;
  [[nodiscard]] QString hint(qsizetype bytes) const;
  [[nodiscard]] QString whoIsAway() const;
  [[nodiscard]] QString busIsAway() const;
  [[nodiscard]] PayloadForm payloadForm() const;
  [[nodiscard]] qint64 ttlS() const;
  void setTtl(qint64 seconds);
  void nameUnits();

  ConsoleContext& m_context;
  TargetField* m_targets;
  TemplateBar* m_templates;
  PayloadEdit* m_payload;
  QComboBox* m_form;
  QComboBox* m_delivery;
  QSpinBox* m_ttl;
  QComboBox* m_ttlUnit;
  QSpinBox* m_timeout;
  QLabel* m_status;
  PayloadTemplate m_read;
  bool m_ready = false;
  bool m_busUp = true;
};

}  // namespace lk::ui
