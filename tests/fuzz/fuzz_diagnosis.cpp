#include <QJsonDocument>
#include <QJsonObject>
#include <cstdlib>

#include "server/node/control_codec.h"
#include "server/setup/diagnosis.h"

using namespace lk;
using namespace lk::setup;

// What nodes of any version report of a device: every part of its way is judged, in order, and the worst decides.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const QByteArray bytes(reinterpret_cast<const char*>(data), static_cast<qsizetype>(size));
  DeviceFacts facts;
  facts.device = "pump-7";
  node::DeviceReport report;
  const auto read = node::fromJson(QJsonDocument::fromJson(bytes).object(), report);
  if (read) {
    // What was read is said and read again as it is.
    node::DeviceReport again;
    if (!node::fromJson(node::toJson(report), again) || !(again == report)) std::abort();
    facts.report = report;
  } else {
    facts.noReport = read.error().text;
  }
  const Diagnosis diagnosis = diagnose(facts);
  if (diagnosis.steps.size() != 7 || diagnosis.conclusion.empty()) std::abort();
  bool decided = diagnosis.cause.empty();
  for (std::size_t i = 0; i < diagnosis.steps.size(); ++i) {
    const DiagnosisStep& step = diagnosis.steps[i];
    if (step.part != static_cast<DiagnosisPart>(i) || step.title.empty() || toText(step.part).empty()) std::abort();
    if (step.grade > Grade::Unknown && step.grade > diagnosis.grade) std::abort();
    decided = decided || step.cause == diagnosis.cause;
  }
  if (!decided) std::abort();
  return 0;
}
