#include "ui/send_plan.h"

#include <QUuid>

namespace lk::ui {

node::CommandRequest requestOf(const SendPlan& plan, const CommandTarget& target, qsizetype place) {
  node::CommandRequest request;
  request.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
  request.device = target.device;
  request.payload = plan.payload.bytesFor(target, place, plan.form).bytes;
  request.ttlS = plan.ttlS;
  request.timeoutS = plan.timeoutS;
  return request;
}

}  // namespace lk::ui
