"""The road of a text, written into Wagtail's workflow. Running it again changes nothing."""

from __future__ import annotations

from django.db import transaction
from wagtail.models import Page, Task, Workflow, WorkflowPage, WorkflowTask

from lilith.editorial.enums import Stage
from lilith.editorial.models import StageTask

# « Publication d’un texte »; Wagtail writes « Soumettre à » before it.
WORKFLOW = "la publication d’un texte"
# The one stage of before: what was under way in it comes back to its writer as a draft.
FORMER_WORKFLOW, FORMER_TASK = "la relecture avant publication", "Relecture par la coordination"
# What Wagtail's own migrations make.
WAGTAIL_WORKFLOW = "Moderators approval"


@transaction.atomic
def sync_workflow() -> list[str]:
    """Make the four stages the road of every page of the site; returns what changed, in words."""
    changes: list[str] = []
    tasks = [_task(stage, changes) for stage in Stage]
    workflow, made = Workflow.objects.get_or_create(name=WORKFLOW, defaults={"active": True})
    changes += [f"circuit «\u00a0{WORKFLOW}\u00a0»"] if made else []
    if not workflow.active:
        Workflow.objects.filter(pk=workflow.pk).update(active=True)
        changes.append("circuit rouvert")
    order = list(workflow.workflow_tasks.order_by("sort_order").values_list("task_id", flat=True))
    if order != [task.pk for task in tasks]:
        WorkflowTask.objects.filter(workflow=workflow).delete()
        WorkflowTask.objects.bulk_create(
            WorkflowTask(workflow=workflow, task=task, sort_order=place) for place, task in enumerate(tasks)
        )
        changes.append("étapes du circuit")
    root = Page.get_first_root_node()
    if root is not None and list(WorkflowPage.objects.values_list("page_id", "workflow_id")) != [(root.pk, workflow.pk)]:
        WorkflowPage.objects.all().delete()
        WorkflowPage.objects.create(page=root, workflow=workflow)
        changes.append("circuit attaché au site")
    return changes + _retire_former()


def _task(stage: Stage, changes: list[str]) -> StageTask:
    task = StageTask.objects.filter(stage=stage).first()
    if task is None:
        task = StageTask.objects.create(name=stage.label, stage=stage, active=True)
        changes.append(f"étape «\u00a0{stage.label}\u00a0»")
    elif not task.active or task.name != stage.label:
        task.active, task.name = True, str(stage.label)
        task.save(update_fields=["active", "name"])
        changes.append(f"étape «\u00a0{stage.label}\u00a0» remise")
    return task


def _retire_former() -> list[str]:
    changes = []
    for workflow in Workflow.objects.filter(name=FORMER_WORKFLOW, active=True):
        workflow.deactivate()
        changes.append("ancien circuit retiré")
    Task.objects.filter(name=FORMER_TASK, active=True).update(active=False)
    origin = Workflow.objects.filter(name=WAGTAIL_WORKFLOW)
    if origin.exists():
        origin.delete()
        Task.objects.filter(name=WAGTAIL_WORKFLOW).delete()
        changes.append("circuit d’origine retiré")
    return changes
