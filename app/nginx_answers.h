#pragma once

#include <QJsonObject>
#include <QStringList>
#include <optional>
#include <string>
#include <vector>

#include "app/output.h"
#include "server/base/result.h"
#include "server/setup/nginx_block.h"
#include "server/setup/nginx_change.h"
#include "server/setup/nginx_in_use.h"
#include "server/setup/nginx_nodes.h"
#include "server/setup/surroundings.h"

// What `linekeeper nginx` says of what it found or did: lines for a person, and the same for a program.
namespace lk::app {

struct NginxAnswer {
  QStringList lines;
  QJsonObject json;
  int exitCode = kDone;
  std::optional<Error> error;
};

[[nodiscard]] NginxAnswer answerOfBlock(const setup::NginxBlock& block);
[[nodiscard]] NginxAnswer answerOfDiff(const setup::NginxPlan& plan);
// What will be done, before it is.
[[nodiscard]] NginxAnswer answerOfPlan(const setup::NginxPlan& plan);
void addOutcome(NginxAnswer& answer, const setup::NginxPlan& plan, const setup::NginxOutcome& outcome);
// Where devices from this address go.
[[nodiscard]] NginxAnswer answerOfPick(const std::string& from, const setup::NginxInUse& inUse,
                                       const setup::NginxNodes& matched);
// Where those that are connected go. own: addresses of this machine.
[[nodiscard]] NginxAnswer answerOfShares(const std::vector<setup::PeerFact>& peers, const setup::NginxInUse& inUse,
                                         const setup::NginxNodes& matched, const std::vector<std::string>& own);

}  // namespace lk::app
