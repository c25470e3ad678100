"""The stages of a text, why it was published, and every version that readers have seen."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models
from django.db.models import QuerySet
from django.utils import timezone
from wagtail.models import Page, Revision, Task, TaskState

from lilith.editorial.enums import Stage, VersionKind


class StageTask(Task):
    """One stage of Wagtail's workflow. Whoever holds a role of the stage may sign it, on the site or in the back office."""

    stage = models.CharField("étape", max_length=24, choices=Stage.choices, unique=True)

    admin_form_fields = [*Task.admin_form_fields, "stage"]
    never_public = True

    class Meta:
        verbose_name = "relecture par un rôle"
        verbose_name_plural = "relectures par un rôle"

    def user_can_access_editor(self, obj: Any, user: Any) -> bool:
        from lilith.editorial import selectors

        return selectors.may_sign(user=user, stage=self.stage) and user.has_perm("wagtailadmin.access_admin")

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        """While a stage reads, only its readers change the text, and those who publish."""
        from lilith.editorial import selectors

        return not (selectors.may_sign(user=user, stage=self.stage) or selectors.may_sign(user=user, stage=Stage.PUBLICATION))

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, str, bool]]:
        from lilith.editorial import selectors

        if not selectors.may_sign(user=user, stage=self.stage):
            return []
        reject = ("reject", "À reprendre, parce que…", True)
        if self.stage == Stage.PUBLICATION:
            return [reject, ("approve", "Publier", True)]
        return [reject, ("approve", "C’est bon pour moi", False), ("approve", "C’est bon, avec un mot", True)]

    def get_form_for_action(self, action: str) -> type[forms.Form]:
        from lilith.editorial.forms import form_for

        return form_for(stage=self.stage, approve=action == "approve")

    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> str | None:
        """What a button of the back office does; when someone else answered first, the page that says so."""
        from lilith.editorial import services

        try:
            services.sign_stage(
                task_state_id=task_state.pk,
                user=user,
                approve=action_name == "approve",
                comment=str(kwargs.get("comment", "")),
                now=timezone.now(),
            )
        except services.StageClosedError:
            return services.reading_url(task_state.pk)
        return None

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> QuerySet[TaskState]:
        from lilith.editorial import selectors

        if not selectors.may_sign(user=user, stage=self.stage):
            return TaskState.objects.none()
        return TaskState.objects.filter(task=self, status=TaskState.STATUS_IN_PROGRESS)

    @classmethod
    def get_description(cls) -> str:
        return "Les personnes qui ont le rôle de cette étape peuvent la signer."


class PublicationReason(models.Model):
    """Why a draft is published without its readings. It waits here when the publication is planned for later."""

    revision = models.OneToOneField(Revision, on_delete=models.CASCADE, related_name="publication_reason")
    why = models.CharField("pourquoi", max_length=500)
    role = models.CharField("rôle", max_length=24)
    given_at = models.DateTimeField("donné le")

    never_public = True

    class Meta:
        verbose_name = "raison d’une publication directe"

    def __str__(self) -> str:
        return self.why


class PublishedVersion(models.Model):
    """One version of a page that readers have seen. Lines are added, never changed; people are known by their role only.

    `sections` is what the version said, as plain text: [{"key", "title", "text"}]. `signatures` says who read it, in order:
    [{"stage", "role", "at" (ISO 8601), "same_text"}]; `same_text` is false when the text was changed after that reading.
    `valid_at` is when readers got it, `recorded_at` when this line was written.
    """

    page = models.ForeignKey(Page, null=True, on_delete=models.SET_NULL, related_name="published_versions")
    page_uuid = models.UUIDField("identifiant public de la page")
    revision = models.ForeignKey(Revision, null=True, on_delete=models.SET_NULL, related_name="+")
    number = models.PositiveIntegerField("numéro")
    kind = models.CharField("comment", max_length=8, choices=VersionKind.choices)
    title = models.CharField("titre", max_length=255)
    why = models.CharField("pourquoi", max_length=500, blank=True, default="")
    signatures = models.JSONField("signatures", default=list, blank=True)
    sections = models.JSONField("texte", default=list, blank=True)
    valid_at = models.DateTimeField("en ligne le")
    recorded_at = models.DateTimeField("noté le", default=timezone.now)

    class Meta:
        ordering = ("page_uuid", "-number")
        verbose_name = "version publiée"
        verbose_name_plural = "versions publiées"
        constraints = [models.UniqueConstraint(fields=("page_uuid", "number"), name="published_version_once")]
        indexes = [models.Index(fields=("page", "-number"), name="published_version_last")]

    def __str__(self) -> str:
        return f"{self.title}, version {self.number}"

    @property
    def is_first(self) -> bool:
        return self.number == 1
